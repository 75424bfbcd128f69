import type { Row } from '../dialects/session.ts'
import { printable } from '../lib/text.ts'

const most = 20
const longest = 200

/** Up to 20 rows, one line each, as `column=value, column=value`; nothing in them can move a cursor. */
export function offendingLines(rows: readonly Row[]): string[] {
  return rows.slice(0, most).map((row) => {
    const line = printable(rowText(row)).replaceAll(/[\t\n]/g, ' ')
    return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
  })
}

/** The whole row as text: equal rows give equal text. */
export function rowText(row: Row): string {
  return Object.entries(row)
    .map(([column, value]) => `${column}=${valueText(value)}`)
    .join(', ')
}

function valueText(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return JSON.stringify(value)
}
