/** A row as the driver gives it: column name to value. */
export type Row = Readonly<Record<string, unknown>>

/** SQL with its parameters, written in the dialect's own placeholder style. */
export interface Command {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** Limits for one transaction or one lone statement, in milliseconds; 0 is no limit. SQLite knows only `lockMs` (busy_timeout). */
export interface Limits {
  readonly lockMs: number
  readonly statementMs: number
}

/**
 * How a transaction is opened.
 * `read`: one consistent snapshot. `write`: short DDL or a batch (SQLite: BEGIN IMMEDIATE).
 * `rebuild`: `write`, for SQLite with foreign_keys off and legacy_alter_table on, set before BEGIN, read back, and
 * restored afterwards whatever happens; refused if foreign_keys stays on (hazards.md 2C). Same as `write` elsewhere.
 */
export type TransactionMode = 'read' | 'write' | 'rebuild'

/**
 * One open connection. Statements on it run one after the other, in the order in which they are given; those that need no
 * answer of others may be given at once, which saves waiting for a server far away.
 */
export interface Session {
  readonly dialect: 'postgres' | 'sqlite'
  /** `18.4`, `3.53.2`: the server, or the library in this process. */
  readonly serverVersion: string
  /** Rows of one statement. */
  query(sql: string, params?: readonly unknown[]): Promise<Row[]>
  /** Runs one statement; the number of rows it changed. */
  execute(sql: string, params?: readonly unknown[]): Promise<number>
  /** Commits when `body` resolves, rolls back when it throws. Transactions do not nest. */
  transaction<T>(mode: TransactionMode, limits: Limits, body: () => Promise<T>): Promise<T>
  /** Inside of a transaction: how long each lock that comes next may be waited for. No effect on SQLite, which has one lock. */
  limitWaits(lockMs: number): Promise<void>
  /** Inside of a transaction: how long each statement that comes next may take. No effect on SQLite. */
  limitStatements(statementMs: number): Promise<void>
  /** Runs `body` in a transaction that is always rolled back. */
  scratch<T>(body: () => Promise<T>): Promise<T>
  /** One statement outside of any transaction, under its own limits. */
  alone(sql: string, limits: Limits): Promise<void>
  /** Asks the server to cancel what this session is running (from another connection). No effect on SQLite. */
  cancel(): Promise<void>
  /** The driver's own handle, for drizzle-orm in `journal/` only. */
  readonly driver: unknown
  close(): Promise<void>
}
