/**
 * Defaults that are written the PostgreSQL way and mean the same on SQLite, there under another name. Only what is the
 * same value in every way the column's type can tell belongs here; everything else is written per engine.
 *
 * `now()` on a timestamp column is SQLite's CURRENT_TIMESTAMP: the time in UTC, as `YYYY-MM-DD HH:MM:SS`
 * (https://www.sqlite.org/lang_createtable.html#the_default_clause). `true`, `false`, `current_timestamp` and
 * `current_date` are spelled the same on both engines and need no entry.
 */
const onSqlite: readonly { readonly written: RegExp; readonly type: RegExp; readonly means: string }[] = [
  { written: /^now\s*\(\s*\)$/i, type: /^timestamp/i, means: 'CURRENT_TIMESTAMP' },
]

/** The default as SQLite says it; the text itself when the table above does not know it. */
export function sqliteDefault(expression: string, writtenType: string): string {
  return onSqlite.find(({ written, type }) => written.test(expression) && type.test(writtenType))?.means ?? expression
}
