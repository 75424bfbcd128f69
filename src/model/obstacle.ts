/** Something about the database, found before the first statement of a run, that the run cannot pass or has to wait for. */
export interface Obstacle {
  /** Stable kebab-case id. */
  readonly id: ObstacleId
  /** True: the run would fail or do harm, so it is refused. False: it goes on, and retries as it always does. */
  readonly stops: boolean
  /** What there is, naming it. */
  readonly what: string
  /** What it would do to the run, or the run to it. */
  readonly why: string
  /** What to do about it. */
  readonly remedy: string
}

export type ObstacleId =
  | 'transaction-pooler'
  | 'read-only-server'
  | 'server-defect'
  | 'low-disk'
  | 'unknown-disk'
  | 'long-transaction'
  | 'prepared-transaction'
  | 'wraparound-vacuum'
  | 'invalid-index'
  | 'pending-detach'
  | 'replication-slot'
  | 'open-reader'
  | 'rollback-journal'
  | 'wal-reset-race'
