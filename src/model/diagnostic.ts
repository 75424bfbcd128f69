/** A place in a spec file. Line and column count from 1; column counts UTF-16 units, like editors do. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Length of the marked text on that line, at least 1. */
  readonly length: number
}

/** Something the user wrote that needs their attention. A value: they are collected and shown all at once. */
export interface Diagnostic {
  /** Stable kebab-case id, for example `unknown-key`. */
  readonly id: string
  readonly severity: 'error' | 'warning' | 'info'
  /** What is wrong, naming the object. */
  readonly message: string
  /** What to write instead. */
  readonly help: string | null
  readonly position: Position | null
  /** SQLSTATE or SQLite code when the database found it. */
  readonly sqlState: string | null
}
