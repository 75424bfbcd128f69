import { sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import type { Table } from '../model/table.ts'
import type { TableIndex } from '../model/table-index.ts'
import { indexOptions } from './options.ts'
import { pair } from './pair.ts'

/**
 * An invalid index is drift: it is built again under its own name, after its step has cleaned up what is left of it
 * (hazards.md 0.5), or dropped when nobody wants it.
 */
export function diffIndexes(before: Table, after: Table): Change[] {
  const table = after.name
  return pair<TableIndex>(before.indexes, after.indexes, alike).flatMap(({ actual, desired }): Change[] => {
    if (actual === null) return desired === null ? [] : [{ kind: 'create_index', table, index: desired }]
    if (desired === null) return [{ kind: 'drop_index', table, index: actual }]
    if (!actual.valid) return [{ kind: 'create_index', table, index: desired }]
    if (!alike(actual, desired)) return [{ kind: 'replace_index', table, before: actual, after: desired }]
    return [
      ...indexOptions(table, actual, desired),
      ...(actual.name === desired.name
        ? []
        : [{ kind: 'rename_index' as const, table, from: actual.name, to: desired.name }]),
      ...(actual.comment === desired.comment
        ? []
        : [
            {
              kind: 'change_comment' as const,
              on: { kind: 'index' as const, table, name: { schema: table.schema, name: desired.name } },
              before: actual.comment,
              after: desired.comment,
            },
          ]),
    ]
  })
}

/** The same index, whatever it is called and whatever is said about it. */
function alike(a: TableIndex, b: TableIndex): boolean {
  const bare = { name: '', comment: null, options: undefined }
  return sameValue({ ...a, ...bare }, { ...b, ...bare })
}
