import type { ObjectHead } from '../object-ref.ts'

/** A schema that the specs declare by itself; its own name is both halves of `name`. */
export type NamedSchema = ObjectHead<'schema'>
