import type { EnumType } from '../../../src/model/schema.ts'
import type { SchemaSeed } from '../seed.ts'
import { pick } from './choice.ts'
import type { Engine } from './world.ts'

/** What rows hold is in all of them: labels come at the end and between others, and change places. */
const lists: readonly (readonly string[])[] = [
  ['sad', 'fine'],
  ['sad', 'fine', "it's ok"],
  ['sad', 'fine', "it's ok", 'happy'],
  ['sad', 'glum', 'fine', 'happy'],
  ['fine', 'sad'],
]

export function drawnEnums({ enums }: SchemaSeed, { name }: Engine): EnumType[] {
  if (enums === null || name === 'sqlite') return []
  const labels = pick(lists, enums) ?? []
  return [{ name: { schema: 'public', name: 'temper' }, labels, comment: enums % 2 === 0 ? null : 'how they feel' }]
}
