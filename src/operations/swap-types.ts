import { sameName } from '../model/name.ts'
import type { ReplacedEnum } from '../model/replaced-type.ts'
import type { Schema } from '../model/schema.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Quarantine } from '../model/step.ts'
import type { Swap } from '../model/swap.ts'
import type { StepContext } from './operation.ts'
import { replacedNames } from './replaced-names.ts'
import { requireTable, withEnums } from './schema-edit.ts'

/** The types change names, and what is said with them from then on means the new ones. */
export function exchangedTypes(
  types: readonly ReplacedEnum[],
  context: StepContext,
): { readonly there: readonly Statement[]; readonly back: readonly Statement[]; readonly kept: readonly Quarantine[] } {
  const { words } = context
  const parts = types.map((type) => ({ name: type.before.name, ...replacedNames(type, context) }))
  return {
    there: parts.flatMap(({ name, old, next }) => [...words.renameEnum(name, old), ...words.renameEnum(next, name)]),
    back: parts
      .toReversed()
      .flatMap(({ name, old, next }) => [...words.renameEnum(name, next), ...words.renameEnum(old, name)]),
    kept: parts.map(({ name, old }) => ({ kind: 'enum', name, column: null, keptAs: { name: old, column: null } })),
  }
}

/** Rows whose values the new types do not have. */
export function misfits({ table, pairs, types }: Swap, { state, words }: StepContext): Query[] {
  return pairs.flatMap(({ before }) => words.types.misfits(requireTable(state, table), before, types) ?? [])
}

export function withTypes(schema: Schema, types: readonly ReplacedEnum[]): Schema {
  return types.reduce(
    (now, { before, after }) =>
      withEnums(now, [...now.enums.filter(({ name }) => !sameName(name, before.name)), after]),
    schema,
  )
}
