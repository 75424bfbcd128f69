import type { ObjectHead } from '../object-ref.ts'

export interface View extends ObjectHead<'view'> {
  /** Comments by column name; columns without one are left out. */
  readonly columnComments: Readonly<Record<string, string>>
  /** Values of rows inserted through the view that give none, by column name. */
  readonly columnDefaults: Readonly<Record<string, string>>
  /** What its columns are called, where it says so itself beside the query (SQLite); else null. */
  readonly names: readonly string[] | null
  /** The SELECT, without a semicolon at its end. */
  readonly query: string
  /** `security_barrier`, `security_invoker`, `check_option`: as the server writes them. */
  readonly options: Readonly<Record<string, string>>
  /** What the query gives; null while only the server could tell. Follows from the query, so it is never compared. */
  readonly columns: readonly ViewColumn[] | null
}

export interface ViewColumn {
  readonly name: string
  readonly type: string
}
