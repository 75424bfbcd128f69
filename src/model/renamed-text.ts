const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu

/** Parts of type names that are more than one word, which the server writes after a cast. */
const ofTypes: ReadonlySet<string> = new Set(['double', 'precision', 'varying', 'with', 'without', 'time', 'zone'])

/**
 * An expression over the columns of one table, as the server spells it, with another name for one of them. Null where the
 * word may mean something else too: a function, a type, a collation.
 */
export function withColumnRenamed(expression: string, from: string, quoted: string): string | null {
  if (ofTypes.has(from)) return null
  let sure = true
  const text = expression.replaceAll(token, (word: string, at: number) => {
    if (word.startsWith("'") || nameOf(word) !== from) return word
    const before = expression.slice(0, at).trimEnd()
    const after = expression.slice(at + word.length).trimStart()
    if (after.startsWith('(') || /(::|\.|\bcollate)$/i.test(before) || after.startsWith('.')) sure = false
    return quoted
  })
  return sure ? text : null
}

/** The server puts a name into quotes where it is no plain word in lower case. */
function nameOf(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word
}
