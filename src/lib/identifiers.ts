const word = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu

/** Every word of an SQL text that could be a name, without its quotes; unquoted ones in lower case, as both engines fold them. */
export function identifiersIn(sql: string): Set<string> {
  const found = new Set<string>()
  for (const [text] of sql.matchAll(word)) {
    found.add(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase())
  }
  return found
}
