import type { Change } from '../model/change.ts'
import { sameName } from '../model/name.ts'
import type { Table } from '../model/table.ts'
import { diffColumns } from './columns.ts'
import { diffConstraints } from './constraints.ts'
import { diffIndexes } from './indexes.ts'
import type { Inherited } from './inherited.ts'
import { diffPhysical } from './physical.ts'

/** The changes within one table. */
export function diffTable(before: Table, after: Table, from: Inherited): Change[] {
  const columns = diffColumns(before, after, from)
  const rules = [...diffConstraints(before, after, from), ...diffIndexes(before, after)]
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
    ...diffParents(before, after),
    ...columns,
    ...rules,
    ...diffPhysical(before, after, [...columns, ...rules]),
    ...diffStorage(before, after),
  ]
}

function diffParents(before: Table, { name: table, inherits }: Table): Change[] {
  return [
    ...before.inherits
      .filter((parent) => !inherits.some((other) => sameName(other, parent)))
      .map((parent): Change => ({ kind: 'stop_inheriting', table, parent })),
    ...inherits
      .filter((parent) => !before.inherits.some((other) => sameName(other, parent)))
      .map((parent): Change => ({ kind: 'inherit', table, parent })),
  ]
}

/** STRICT and WITHOUT ROWID are part of SQLite's CREATE TABLE: only a rebuild changes them. */
function diffStorage(before: Table, after: Table): Change[] {
  return before.strict === after.strict && before.withoutRowid === after.withoutRowid
    ? []
    : [{ kind: 'rebuild_table', before, after, changes: [] }]
}
