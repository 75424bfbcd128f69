/**
 * SQL for a collation as the model writes it: the bare name of a system collation, else quoted with its schema.
 * Arguments are the aliases of pg_collation and its pg_namespace.
 */
export function collationText(collation: string, namespace: string): string {
  return `case when ${namespace}.nspname = 'pg_catalog' then ${collation}.collname
    else '"' || pg_catalog.replace(${namespace}.nspname, '"', '""') || '"."' ||
      pg_catalog.replace(${collation}.collname, '"', '""') || '"' end`
}
