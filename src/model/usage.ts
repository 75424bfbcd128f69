import type { ObjectName } from './name.ts'

/** What contract takes away from an old application version: names that are not there any more afterwards. */
export interface Leaving {
  readonly tables: readonly ObjectName[]
  /** Of tables that stay. */
  readonly columns: readonly LeavingColumn[]
  /** Routines that go or change at the same time, so that what they speak of now does not count. */
  readonly routines: readonly LeavingRoutine[]
}

interface LeavingRoutine {
  readonly name: ObjectName
  /** Its text afterwards; null when it has none then, or one that the server has parsed. */
  readonly text: string | null
}

export interface LeavingColumn {
  readonly table: ObjectName
  readonly column: string
}

/** How what leaves is used. */
export interface Usage {
  readonly counters: UseCounters
  /** Routines whose text speaks of it now and afterwards: they would fail then. */
  readonly routines: readonly { readonly routine: ObjectName; readonly of: string }[]
}

/** They count from some moment on, so that only two readings tell of use. Kept in the journal. */
export interface UseCounters {
  /** Another one than before: they have begun to count anew, and nothing is known of the time between. */
  readonly epoch: string
  /** Why tables are not counted; null when they are. */
  readonly tablesUnknown: string | null
  readonly tables: readonly TableCounter[]
  /** Why the use of columns is not counted; null when it is. */
  readonly columnsUnknown: string | null
  readonly columns: readonly ColumnCounter[]
}

interface TableCounter {
  readonly table: ObjectName
  readonly scans: number
  readonly writes: number
}

interface ColumnCounter {
  readonly table: ObjectName
  /** Null: the table, while its name is that of a view, whose use the server does not count. */
  readonly column: string | null
  readonly statements: readonly { readonly id: string; readonly calls: number; readonly text: string }[]
}
