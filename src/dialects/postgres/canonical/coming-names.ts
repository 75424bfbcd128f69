import { nameKey, type ObjectName } from '../../../model/name.ts'
import { type ObjectKind, type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { EnumType, Schema } from '../../../model/schema.ts'
import type { CanonicalInput } from '../../dialect.ts'
import { enums as enumWords } from '../words/enums.ts'
import { objects as objectWords } from '../words/objects.ts'
import { quote } from '../words/quote.ts'

/** Renames that the model has carried out already, and the database has not. */
export interface ComingNames {
  /** By their new names; enums also when only labels of theirs are renamed. */
  readonly refs: readonly ObjectRef[]
  /** Statements that carry out those which lock no table, in transactions that roll back. */
  readonly statements: readonly string[]
}

export function comingNames({ objectRenames = [], enumRenames, desired, actual }: CanonicalInput): ComingNames {
  const { types, labels } = enumRenames ?? { types: [], labels: [] }
  const lockless = objectRenames.filter(({ before }) => isTypeLike(before))
  const statements = [
    ...types.flatMap(({ from, to }) => enumWords.renameEnum(from, to)),
    ...labels.map(({ type, from, to }) => enumWords.renameEnumLabel(type, from, to)),
    ...lockless.flatMap(({ before, to }) => objectWords.rename(before, to.name)),
  ]
  return {
    refs: [
      ...objectRenames.map(({ to }) => to),
      ...types.map(({ to }): ObjectRef => ({ kind: 'enum', name: to })),
      ...labels.map(({ type }): ObjectRef => ({ kind: 'enum', name: type })),
    ],
    statements: [
      ...newSchemas(
        [...types, ...lockless].map(({ to }) => schemaOf(to)),
        desired,
        actual,
      ),
      ...statements.map(({ sql }) => sql),
    ],
  }
}

function schemaOf(to: ObjectName | ObjectRef): string {
  return 'kind' in to ? to.name.schema : to.schema
}

/** Where something moves into a schema that is yet to come. */
function newSchemas(names: readonly string[], desired: Schema, actual: Schema): string[] {
  const there = new Set(actual.objects.map(refKey))
  return desired.objects
    .filter((object) => object.kind === 'schema' && names.includes(object.name.name) && !there.has(refKey(object)))
    .map(({ name }) => `create schema if not exists ${quote(name.name)}`)
}

const typeLike: readonly ObjectKind[] = ['collation', 'domain', 'composite_type', 'range_type']

export function isTypeLike({ kind }: { readonly kind: ObjectRef['kind'] }): boolean {
  return typeLike.some((one) => one === kind)
}

/** The enums that the database has as `types` has them. */
export function withoutComing(types: readonly EnumType[], { refs }: ComingNames): EnumType[] {
  const coming = new Set(refs.flatMap(({ kind, name }) => (kind === 'enum' ? [nameKey(name)] : [])))
  return types.filter(({ name }) => !coming.has(nameKey(name)))
}
