import type { ObjectName } from '../../model/name.ts'

/** The inverse of `tableName`: `customers` or `crm.customers`, a part with a dot or a quote in it in double quotes. */
export function writtenName({ schema, name }: ObjectName, defaultSchema: string): string {
  return schema === defaultSchema ? writtenPart(name) : `${writtenPart(schema)}.${writtenPart(name)}`
}

/** Names that `references:` can list in its short form. */
export function isPlain(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name)
}

/** A name by itself. */
export function writtenPart(name: string): string {
  return /[".]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}
