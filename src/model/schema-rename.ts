/** A schema that is about to get another name. */
export interface SchemaRename {
  readonly from: string
  readonly to: string
}

/** The same data with the names of everything in these schemas as they will be. Texts stay as they are. */
export function inNewSchemas<T>(data: T, renames: readonly SchemaRename[]): T {
  return renames.length === 0 ? data : (named(data, renames) as T)
}

function named(data: unknown, renames: readonly SchemaRename[]): unknown {
  if (Array.isArray(data)) return data.map((item) => named(item, renames))
  if (typeof data !== 'object' || data === null) return data
  const parts = Object.entries(data).map(([key, value]): [string, unknown] => [key, named(value, renames)])
  const result: Record<string, unknown> = Object.fromEntries(parts)
  const { schema, name } = result
  if (typeof schema === 'string' && typeof name === 'string' && parts.length === 2) {
    return { schema: newName(schema, renames), name: signedAnew(name, renames) }
  }
  if (result['kind'] !== 'schema' || typeof name !== 'object' || name === null) return result
  // A schema is called by its name in both places.
  const both = 'schema' in name ? name.schema : ''
  return { ...result, name: { schema: both, name: both } }
}

function newName(schema: string, renames: readonly SchemaRename[]): string {
  return renames.find(({ from }) => from === schema)?.to ?? schema
}

/** Routines carry the names of types: `f(crm.status)`. */
function signedAnew(name: string, renames: readonly SchemaRename[]): string {
  return name.replace(/\([^()]*\)$/s, (types) =>
    renames.reduce((text, { from, to }) => text.replaceAll(`${from}.`, `${to}.`), types),
  )
}
