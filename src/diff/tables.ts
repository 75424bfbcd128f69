import type { Change } from '../model/change.ts'
import type { Table } from '../model/table.ts'
import { diffColumns } from './columns.ts'
import { diffConstraints } from './constraints.ts'
import { diffIndexes } from './indexes.ts'
import { diffPhysical } from './physical.ts'

/** The changes within one table. */
export function diffTable(before: Table, after: Table): Change[] {
  const rules = [...diffConstraints(before, after), ...diffIndexes(before, after)]
  return [
    ...(before.comment === after.comment
      ? []
      : [
          {
            kind: 'change_comment' as const,
            on: { kind: 'table' as const, name: after.name },
            before: before.comment,
            after: after.comment,
          },
        ]),
    ...diffColumns(before, after),
    ...rules,
    ...diffPhysical(before, after, rules),
    ...diffStorage(before, after),
  ]
}

/** STRICT and WITHOUT ROWID are part of SQLite's CREATE TABLE: only a rebuild changes them. */
function diffStorage(before: Table, after: Table): Change[] {
  return before.strict === after.strict && before.withoutRowid === after.withoutRowid
    ? []
    : [{ kind: 'rebuild_table', before, after, changes: [] }]
}
