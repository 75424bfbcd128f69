/** The name of a schema-level object. SQLite's only schema is `main`; PostgreSQL's default one is `public`. */
export interface ObjectName {
  readonly schema: string
  readonly name: string
}

/** A map key: NUL cannot occur in an identifier of either engine. */
export function nameKey({ schema, name }: ObjectName): string {
  return `${schema}\u0000${name}`
}

export function sameName(a: ObjectName, b: ObjectName): boolean {
  return a.schema === b.schema && a.name === b.name
}

/** For people: the default schema goes without saying. */
export function displayName({ schema, name }: ObjectName): string {
  return schema === 'public' || schema === 'main' ? name : `${schema}.${name}`
}

/** Objects renamed out of the way carry this prefix until they are purged; they are never compared or touched. */
export const quarantinePrefix = '_rq_'

/** How the comment of a view begins that stands for a table by its old names, before the name of that table. */
export const shimMark = '_rq_shim'

/** Where PostgreSQL keeps quarantined tables, so that their index and constraint names are free again. */
export const quarantineSchema = 'reconcile_quarantine'

export function isQuarantined(name: string): boolean {
  return name.startsWith(quarantinePrefix)
}
