import type { Column } from './column.ts'
import type { ObjectName } from './name.ts'
import type { ReplacedEnum } from './replaced-type.ts'

/**
 * Columns of one table whose type changes by dual write (hazards.md 3A): new columns beside the old ones take their place
 * in one transaction, and the old ones are kept in step from then on, so that there is a way back.
 */
export interface Swap {
  readonly table: ObjectName
  readonly pairs: readonly { readonly before: Column; readonly after: Column }[]
  /** New types of old names, which change hands with the columns. */
  readonly types: readonly ReplacedEnum[]
}
