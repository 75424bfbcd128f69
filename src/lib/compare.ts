/** Code-point order: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Structural equality of plain data (the model holds nothing else). */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, position) => sameValue(item, b[position]))
  }
  if (Array.isArray(b)) return false
  let members = 0
  for (const key of Object.keys(a)) {
    const value = memberOf(a, key)
    if (value === undefined) continue
    members += 1
    if (!sameValue(value, memberOf(b, key))) return false
  }
  const others = Object.keys(b)
  return members === others.length || members === others.filter((key) => memberOf(b, key) !== undefined).length
}

function memberOf(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined
}
