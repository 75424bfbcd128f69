import type { ObjectName } from '../../../../model/name.ts'
import type { Schema } from '../../../../model/schema.ts'
import type { Query, Statement } from '../../../../model/statement.ts'

/** The statements of one kind of object; see `ObjectWords` in the dialect seam. */
export interface KindWords<T> {
  create(object: T): readonly Statement[]
  drop(object: T): readonly Statement[]
  alter(before: T, after: T, schema: Schema): readonly Statement[] | null
  /** Null for kinds that have no ALTER … RENAME. */
  readonly rename: ((object: T, to: ObjectName) => readonly Statement[]) | null
  /** Data questions; kinds that hold nothing have none. */
  readonly questions?: KindQuestions<T>
  /** Drops what was put aside, for kinds that are. */
  readonly discard?: (name: ObjectName) => Statement
}

export interface KindQuestions<T> {
  /** Who uses it, or what it holds: it must not go before. */
  used?(object: T): Query
  /** Columns that store values of it, which therefore cannot be created anew. */
  stored?(object: T): Query
  /** Rows whose value in the column it does not take. */
  rejects?(type: T, table: ObjectName, column: string): readonly Query[]
  /** What would keep a new one from being created, in that schema. */
  created?(object: T, schema: Schema): readonly Query[]
  /** What the alteration would break or lose. */
  altered?(before: T, after: T, schema: Schema): readonly Query[]
  /** Why the alteration cannot be taken back. */
  oneWay?(before: T, after: T, schema: Schema): string | null
}
