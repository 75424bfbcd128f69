import type { ObjectName } from '../model/name.ts'

/**
 * Splits a name at its dots. Names are taken as written, upper case and spaces included; a part that has a dot in it
 * is put in double quotes, as in SQL: `crm."a.b"`.
 */
function nameParts(text: string): readonly string[] {
  const parts = text.match(/"(?:[^"]|"")+"(?=\.|$)|[^.]+/g) ?? ['']
  return parts.map((part) => (/^".*"$/s.test(part) ? part.slice(1, -1).replaceAll('""', '"') : part))
}

/** `customers`, which is in `bare`, or `crm.customers`. A third part has no meaning and stays in the name. */
export function tableName(text: string, defaultSchema: string, bare: string = defaultSchema): ObjectName {
  const [first = '', ...rest] = nameParts(text)
  if (rest.length === 0) return { schema: bare, name: first }
  return { schema: schemaName(first, defaultSchema), name: rest.join('.') }
}

/** SQLite has one schema: what PostgreSQL calls `public` is it, so that one spec serves both. */
function schemaName(written: string, defaultSchema: string): string {
  return written === 'public' ? defaultSchema : written
}

/** What `references:` may mean, the likeliest first. Columns null: the primary key. */
export interface ReferenceReading {
  readonly table: ObjectName
  readonly columns: readonly string[] | null
}

/** `tiers`, `tiers.id`, `crm.tiers`, `crm.tiers.id`, `tiers (id, name)`; of more parts there is none. */
export function referenceReadings(text: string, defaultSchema: string): readonly ReferenceReading[] {
  const call = /^(.*?)\s*\(([^()]*)\)$/s.exec(text.trim())
  if (call !== null) {
    const columns = (call[2] ?? '').split(',').map((column) => nameParts(column.trim()).join('.'))
    return [{ table: tableName(call[1] ?? '', defaultSchema), columns }]
  }
  const parts = nameParts(text.trim())
  const [first = '', second = '', third = ''] = parts
  if (parts.length === 1) return [{ table: { schema: defaultSchema, name: first }, columns: null }]
  if (parts.length === 2) {
    return [
      { table: { schema: defaultSchema, name: first }, columns: [second] },
      { table: { schema: schemaName(first, defaultSchema), name: second }, columns: null },
    ]
  }
  if (parts.length > 3) return []
  return [{ table: { schema: schemaName(first, defaultSchema), name: second }, columns: [third] }]
}
