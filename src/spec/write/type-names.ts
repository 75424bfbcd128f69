import type { Dialect } from '../../dialects/dialect.ts'
import type { ObjectName } from '../../model/name.ts'
import { typesMadeBy } from '../../model/object.ts'
import type { Schema } from '../../model/schema.ts'
import { writtenName } from './names.ts'

/** A type of the schema itself, as the model spells it → as the specs name it. */
export type TypeNames = ReadonlyMap<string, string>

/** How the dialect spells the names of types. */
type Speller = Pick<Dialect, 'defaultSchema'> & { readonly words: Pick<Dialect['words'], 'qualify'> }

export function typeNames(schema: Schema, { defaultSchema, words }: Speller): TypeNames {
  return new Map(declaredTypes(schema).map((name) => [words.qualify(name), writtenName(name, defaultSchema)]))
}

/** Every kind of type that a spec declares and a column can have. */
function declaredTypes(schema: Schema): readonly ObjectName[] {
  return [...schema.enums.map(({ name }) => name), ...schema.objects.flatMap(typesMadeBy)]
}
