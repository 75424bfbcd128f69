import { namesBefore } from '../model/names-before.ts'
import { escaped } from '../model/object-rename.ts'
import type { Rename } from '../model/rename.ts'
import type { Schema } from '../model/schema.ts'
import type { Words } from './words.ts'

/**
 * The questions of a plan speak the names that tables and columns have after its renames. Asked before those, each table is
 * read under the names that it is going to have. `actual`: after the renames.
 */
export function underOldNames(
  renames: readonly Rename[],
  actual: Schema,
  { qualify, quote }: Pick<Words, 'qualify' | 'quote'>,
): (sql: string) => string {
  const sources = new Map(
    actual.tables.flatMap((table): [string, (system: readonly string[]) => string][] => {
      const before = namesBefore(table, renames, actual)
      if (before === undefined) return []
      const columns = before.columns.map(({ from, to }) => `${quote(from)} as ${quote(to)}`)
      return [
        [
          qualify(table.name),
          (system) => `(select ${[...system, ...columns].join(', ')} from ${qualify(before.table)})`,
        ],
      ]
    }),
  )
  if (sources.size === 0) return (sql) => sql
  const names = [...sources.keys()].map(escaped).join('|')
  const read = new RegExp(String.raw`(?<=\bfrom )(${names})(?![\w"$.])( as\b| [cp]\b)?`, 'g')
  return (sql) => {
    // Where a table has no key, its rows are called by these.
    const system = ['ctid', '_rowid_'].filter((name) => sql.includes(name))
    return sql.replace(read, (_all, name: string, alias?: string) => {
      const bare = name.slice(name.lastIndexOf('.') + 1)
      return `${sources.get(name)?.(system) ?? name}${alias ?? ` as ${bare}`}`
    })
  }
}
