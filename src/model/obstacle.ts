/** Something about the database, found before the first statement of a run, that the run cannot pass, has to wait for, or meets. */
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

export const obstacleIds = [
  'transaction-pooler',
  'read-only-server',
  'server-defect',
  'low-disk',
  'unknown-disk',
  'long-transaction',
  'prepared-transaction',
  'wraparound-vacuum',
  'invalid-index',
  'pending-detach',
  'old-snapshot',
  'standby-conflict',
  'collation-version',
  'replication-slot',
  'open-reader',
  'rollback-journal',
  'wal-reset-race',
  'library-skew',
] as const

export type ObstacleId = (typeof obstacleIds)[number]

/** What no step waits for, and a person should know all the same. */
export const merelyTold: ReadonlySet<ObstacleId> = new Set<ObstacleId>([
  'unknown-disk',
  'invalid-index',
  'replication-slot',
  'old-snapshot',
  'standby-conflict',
  'collation-version',
  'rollback-journal',
  'wal-reset-race',
  'library-skew',
])
