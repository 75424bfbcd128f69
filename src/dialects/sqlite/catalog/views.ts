import type { View } from '../../../model/objects/view.ts'
import type { ParsedView } from '../ddl/create-view.ts'
import { inMain } from './tables.ts'

export function viewFrom(name: string, { columns, query }: ParsedView): View {
  return {
    kind: 'view',
    name: inMain(name),
    on: null,
    comment: null,
    columnComments: {},
    columnDefaults: {},
    names: columns,
    query,
    options: {},
    columns: null,
  }
}
