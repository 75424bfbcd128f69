import { displayName, nameKey } from '../../../model/name.ts'
import type { Unmodeled } from '../../../model/schema.ts'
import type { Query } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { parseCreateTrigger } from '../ddl/create-trigger.ts'
import { fold } from '../ddl/tokens.ts'
import { literal, quote } from './quote.ts'

/**
 * 2C step 12. Violations from before must not block, so the answers are compared, not required to be empty; the table's
 * own rows are counted by parent, since a rebuild may renumber its keys. With legacy_alter_table on a broken view or
 * trigger goes unnoticed, so each that knows the table is compiled.
 */
export function rebuildChecks(table: Table, mentions: readonly Unmodeled[]): Query[] {
  return [...foreignKeyChecks(table), ...compileChecks(table, mentions)]
}

function foreignKeyChecks(table: Table): Query[] {
  const name = literal(table.name.name)
  const parents = [...new Set(table.foreignKeys.map(({ references }) => references.table.name))].map(literal)
  const about = {
    expect: 'unchanged' as const,
    help: 'Nothing was changed. Correct the rows that `pragma foreign_key_check` lists, then try again.',
  }
  return [
    {
      ...about,
      sql: `select "table", rowid, parent from pragma_foreign_key_check where "table" <> ${name} order by 1, 2, 3`,
      failure: `rows of other tables would no longer find their rows in ${displayName(table.name)}`,
    },
    ...(parents.length === 0
      ? []
      : [
          {
            ...about,
            sql: `select parent, count(*) as "rows" from pragma_foreign_key_check(${name}) where parent in (${parents.join(', ')}) group by parent order by parent`,
            failure: `rows of ${displayName(table.name)} would refer to rows that do not exist`,
          },
        ]),
  ]
}

function compileChecks(table: Table, mentions: readonly Unmodeled[]): Query[] {
  const once = new Map(mentions.map((item) => [`${item.kind}\u0000${nameKey(item.name)}`, item]))
  return [...once.values()].flatMap((item) => {
    const sql = compiling(item, table)
    if (sql === null) return []
    return [
      {
        sql,
        expect: 'runs' as const,
        failure: `${item.kind} ${item.name.name} does not work with the new ${displayName(table.name)}`,
        help: `Nothing was changed. Adapt ${item.kind} ${item.name.name} first, or drop it and create it again afterwards.`,
      },
    ]
  })
}

/** A statement that makes SQLite compile the object; null when no such statement can be known from its text. */
function compiling({ kind, name, sql }: Unmodeled, table: Table): string | null {
  if (kind === 'view') return `explain select * from ${quote(name.name)}`
  if (kind !== 'trigger' || sql === null) return null
  const trigger = parseCreateTrigger(sql)
  const on = quote(trigger.table)
  if (trigger.event === 'insert') return `explain insert into ${on} default values`
  if (trigger.event === 'delete') return `explain delete from ${on}`
  const own = fold(trigger.table) === fold(table.name.name)
  const column = trigger.column ?? (own ? table.columns.find(({ generated }) => generated === null)?.name : null)
  return column === null || column === undefined ? null : `explain update ${on} set ${quote(column)} = ${quote(column)}`
}
