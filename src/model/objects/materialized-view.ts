import type { ObjectHead } from '../object-ref.ts'
import type { TableIndex } from '../table-index.ts'
import type { ViewColumn } from './view.ts'

export interface MaterializedView extends ObjectHead<'materialized_view'> {
  readonly columnComments: Readonly<Record<string, string>>
  /** The SELECT, without a semicolon at its end. */
  readonly query: string
  /** Storage parameters, as the server writes them. */
  readonly options: Readonly<Record<string, string>>
  /** Sorted by name. */
  readonly indexes: readonly TableIndex[]
  /** See `View`. */
  readonly columns: readonly ViewColumn[] | null
}
