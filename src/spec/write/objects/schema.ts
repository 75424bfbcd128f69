import type { NamedSchema } from '../../../model/objects/schema.ts'
import type { NamedSchemaSpec } from '../../content-types.ts'
import { accessOf } from '../access.ts'
import type { Writing } from '../writing.ts'

export function schemaSpec({ comment }: NamedSchema): NamedSchemaSpec | null {
  return comment === null ? null : { comment }
}

/** A schema that holds something is made along with that. */
export function isSchemaSaid(named: NamedSchema, { schema, dialect }: Writing): boolean {
  const { name, comment } = named
  if (comment !== null || Object.keys(accessOf(schema, named)).length > 0) return true
  const holding = [
    ...schema.tables,
    ...schema.enums,
    ...schema.objects.filter(({ kind, on }) => kind !== 'schema' && on?.kind !== 'schema'),
  ]
  return name.name !== dialect.defaultSchema && !holding.some((one) => one.name.schema === name.name)
}

/** `public` is in every database, so the model knows it only by what was said about it. */
export function defaultSchemaSaid({ schema, dialect }: Writing): NamedSchema[] {
  const name = { schema: dialect.defaultSchema, name: dialect.defaultSchema }
  const known = schema.objects.some((object) => object.kind === 'schema' && object.name.name === name.name)
  return known ? [] : [{ kind: 'schema', name, on: null, comment: null }]
}
