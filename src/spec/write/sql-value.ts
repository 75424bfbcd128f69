/** SQL as a value of the YAML: numbers and booleans bare, everything else as text. */
export function sqlValue(sql: string): string | number | boolean {
  if (sql === 'true' || sql === 'false') return sql === 'true'
  return /^-?\d/.test(sql) && String(Number(sql)) === sql ? Number(sql) : sql
}
