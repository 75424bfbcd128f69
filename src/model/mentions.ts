/**
 * Whether an expression speaks of a column. A name that is a word has to stand alone; any other is found in quotes.
 * A false alarm (a string that holds the word) is harmless to those who ask.
 */
export function mentions(expression: string, column: string): boolean {
  return /^\w+$/.test(column)
    ? new RegExp(`(?<![\\w$])${column}(?![\\w$])`, 'i').test(expression)
    : expression.includes(column) || expression.includes(column.replaceAll('"', '""'))
}
