import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Statement } from '../model/statement.ts'

/** A view by the names of before, for application versions that know no others (hazards.md R15, R16). */
export interface Shim {
  readonly name: ObjectName
  /** What the table is called behind it. */
  readonly base: ObjectName
  /** In the order of the view, by the columns of the table that they show. */
  readonly columns: readonly { readonly name: string; readonly of: string }[]
  /**
   * Whoever uses it meets the policies of the table, and needs the right to read all columns that it shows. Else the owner's
   * rights are those that count behind it.
   */
  readonly asInvoker: boolean
  /** Its owner and its grants. */
  readonly access: readonly SchemaObject[]
}

export interface ShimWords {
  create(shim: Shim): readonly Statement[]
  drop(shim: Shim): readonly Statement[]
}
