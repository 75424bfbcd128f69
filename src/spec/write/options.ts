import type { StorageOptions } from '../../model/column.ts'
import type { OptionsSpec } from '../content.ts'
import { sqlValue } from './sql-value.ts'

/** Storage parameters, when there are any. */
export function optionsOf(options: StorageOptions = {}): { readonly options?: OptionsSpec } {
  const written = Object.entries(options).map(([name, value]) => [name, sqlValue(value)] as const)
  return written.length === 0 ? {} : { options: Object.fromEntries(written) }
}
