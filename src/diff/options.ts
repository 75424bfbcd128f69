import type { Change } from '../model/change.ts'
import type { StorageOptions } from '../model/column.ts'
import type { ObjectName } from '../model/name.ts'

/** The catalog keeps option values as they were written: `off` and `false` are the same, so are `0.1` and `0.10`. */
export function sameOptions(a: StorageOptions, b: StorageOptions): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => sameOption(a[name], b[name]))
}

function sameOption(a: string | undefined, b: string | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return a === b
  const [one, other] = [a, b].map((text) => switches[text.toLowerCase()] ?? text)
  return one === other || (a !== '' && b !== '' && Number(a) === Number(b))
}

const switches: Readonly<Record<string, string>> = { on: 'true', yes: 'true', off: 'false', no: 'false' }

interface Indexed {
  readonly name: string
  readonly options?: StorageOptions
}

/** Storage parameters of an index that stays, be it a constraint's. */
export function indexOptions(table: ObjectName, actual: Indexed, { name, options = {} }: Indexed): Change[] {
  const { options: before = {} } = actual
  if (sameOptions(before, options)) return []
  return [{ kind: 'change_index_options', table, name, before, after: options }]
}
