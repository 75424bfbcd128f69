import type { ObjectName } from '../../../../model/name.ts'
import type { Statement } from '../../../../model/statement.ts'

/** The statements of one kind of object; see `ObjectWords` in the dialect seam. */
export interface KindWords<T> {
  create(object: T): readonly Statement[]
  drop(object: T): readonly Statement[]
  alter(before: T, after: T): readonly Statement[] | null
  /** Null for kinds that have no ALTER … RENAME. */
  readonly rename: ((object: T, to: ObjectName) => readonly Statement[]) | null
}
