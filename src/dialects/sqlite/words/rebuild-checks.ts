import { displayName, sameName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef } from '../../../model/object-ref.ts'
import type { Query } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { compiling, type TableNamed } from './compile.ts'
import { literal } from './quote.ts'

/**
 * 2C step 12. Violations from before must not block, so the answers are compared, not required to be empty; the table's
 * own rows are counted by parent, since a rebuild may renumber its keys. With legacy_alter_table on a broken view or
 * trigger goes unnoticed, so each that knows the table is compiled.
 */
export function rebuildChecks(table: Table, readers: readonly SchemaObject[], others: TableNamed): Query[] {
  return [...foreignKeyChecks(table), ...compileChecks(table, readers, others)]
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

function compileChecks(table: Table, readers: readonly SchemaObject[], others: TableNamed): Query[] {
  return readers.flatMap((object) => {
    const sql = compiling(object, (name) => (sameName(name, table.name) ? table : others(name)))
    const shown = displayRef(object)
    if (sql === null) return []
    return [
      {
        sql,
        expect: 'runs' as const,
        failure: `${shown} does not work with the new ${displayName(table.name)}`,
        help: `Nothing was changed. Adapt ${shown} first, or drop it and create it again afterwards.`,
      },
    ]
  })
}
