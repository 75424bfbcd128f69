import type { NamedSchema } from '../../../model/objects/schema.ts'
import type { NamedSchemaSpec } from '../../content-types.ts'
import { accessOf } from '../access.ts'
import type { Writing } from '../writing.ts'

export function schemaSpec({ comment }: NamedSchema): NamedSchemaSpec | null {
  return comment === null ? null : { comment }
}

/** Said even where something is in it: what is not declared is nobody's, and would stay when the last of that has gone. */
export function isSchemaSaid(named: NamedSchema, writing: Writing): boolean {
  const isDefault = named.name.name === writing.dialect.defaultSchema
  return !isDefault || named.comment !== null || Object.keys(accessOf(writing, named)).length > 0
}

/** `public` is in every database, so the model knows it only by what was said about it. */
export function defaultSchemaSaid({ schema, dialect }: Writing): NamedSchema[] {
  const name = { schema: dialect.defaultSchema, name: dialect.defaultSchema }
  const known = schema.objects.some((object) => object.kind === 'schema' && object.name.name === name.name)
  return known ? [] : [{ kind: 'schema', name, on: null, comment: null, declared: false }]
}
