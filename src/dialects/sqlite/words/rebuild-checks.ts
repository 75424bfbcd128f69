import { displayName, sameName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { displayRef } from '../../../model/object-ref.ts'
import type { Query } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { compiling, type TableNamed } from './compile.ts'
import { literal } from './quote.ts'

/**
 * 2C step 12. Violations from before must not block, so the answers are compared, not required to be empty; the table's
 * own rows are counted by parent, since a rebuild may renumber its keys. Of the others only rows that point to the table can
 * lose what they point to: a check of all tables would read the whole database for each rebuild. With legacy_alter_table on
 * a broken view or trigger goes unnoticed, so each that knows the table is compiled.
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
      sql: `select broken."table", broken.rowid, broken.parent from (${pointers(table)}) as child join pragma_foreign_key_check(child.name) as broken order by 1, 2, 3`,
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

/**
 * The names of the tables that point to it, ours or not, as they are called by then: the engine knows. Asking each for its
 * keys takes longer than looking for the name in its text, where one that is no word may be quoted in any way.
 */
function pointers({ name: { name } }: Table): string {
  const own = literal(name)
  const speaks = /^\w+$/.test(name) ? `instr(lower(other.sql), ${literal(name.toLowerCase())}) > 0 and ` : ''
  return `select distinct other.name from sqlite_schema as other join pragma_foreign_key_list(other.name) as key where other.type = 'table' and other.name <> ${own} and ${speaks}key."table" = ${own} collate nocase`
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
