import type { View } from '../../../model/objects/view.ts'
import { queryOfView } from '../ddl/create-view.ts'
import { TokenError } from '../ddl/tokens.ts'
import { inMain } from './tables.ts'

/** Null for what the model has no room for. */
export function viewFrom(name: string, sql: string): View | null {
  const query = read(sql)
  if (query === null) return null
  return {
    kind: 'view',
    name: inMain(name),
    on: null,
    comment: null,
    columnComments: {},
    columnDefaults: {},
    query,
    options: {},
    columns: null,
  }
}

function read(sql: string): string | null {
  try {
    return queryOfView(sql)
  } catch (error) {
    if (error instanceof TokenError) return null
    throw error
  }
}
