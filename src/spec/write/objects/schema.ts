import type { NamedSchema } from '../../../model/objects/schema.ts'
import type { NamedSchemaSpec } from '../../content-types.ts'
import type { Writing } from '../writing.ts'

export function schemaSpec({ comment }: NamedSchema): NamedSchemaSpec | null {
  return comment === null ? null : { comment }
}

/** A schema that holds something is made along with that. */
export function isSchemaSaid({ name: { name }, comment }: NamedSchema, { schema, dialect }: Writing): boolean {
  if (comment !== null) return true
  const holding = [...schema.tables, ...schema.enums, ...schema.objects.filter(({ kind }) => kind !== 'schema')]
  return name !== dialect.defaultSchema && !holding.some((one) => one.name.schema === name)
}
