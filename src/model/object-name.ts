/** makeObjectName of PostgreSQL (src/backend/commands/indexcmds.c): takes bytes off the longer part, whole characters only. */
export function objectName(first: string, second: string | null, label: string, maxBytes: number | null): string {
  let firstBytes = Buffer.byteLength(first)
  let secondBytes = second === null ? 0 : Buffer.byteLength(second)
  if (maxBytes !== null) {
    const room = maxBytes - Buffer.byteLength(label) - 1 - (second === null ? 0 : 1)
    while (firstBytes + secondBytes > room) {
      if (firstBytes > secondBytes) firstBytes -= 1
      else secondBytes -= 1
    }
  }
  const parts = [clip(first, firstBytes), ...(second === null ? [] : [clip(second, secondBytes)]), label]
  return parts.join('_')
}

/** The longest beginning of at most so many bytes of UTF-8 that does not cut a character in two (pg_mbcliplen). */
function clip(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let clipped = ''
  let used = 0
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    clipped += character
  }
  return clipped
}

/** PostgreSQL cuts names at that many bytes. */
const maxBytes = 63

/** What PostgreSQL 18 calls the constraint behind NOT NULL. */
export function notNullName(table: string, column: string, number = ''): string {
  return objectName(table, column, `not_null${number}`, maxBytes)
}
