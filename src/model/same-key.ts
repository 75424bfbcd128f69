import { sameValue } from '../lib/compare.ts'
import type { PrimaryKey, Unique } from './constraint.ts'

/** The same key, whatever it is called and whatever is said about it. */
export function sameKey(one: PrimaryKey | Unique, other: PrimaryKey | Unique): boolean {
  const bare = { name: '', comment: undefined, options: undefined }
  return sameValue({ ...one, ...bare }, { ...other, ...bare })
}
