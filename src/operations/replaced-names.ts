import { displayName, type ObjectName } from '../model/name.ts'
import { displayRef } from '../model/object-ref.ts'
import { refOf, type ReplacedType, withTypesNamed } from '../model/replaced-type.ts'
import type { Swap } from '../model/swap.ts'
import type { PlanContext } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'

/** What the old type is called once it has given up its name, and the new one as long as it does not have it. */
export function replacedNames(
  type: ReplacedType,
  context: PlanContext,
): { readonly old: ObjectName; readonly next: ObjectName } {
  const { schema, name } = type.before.name
  const aside = (which: 'old' | 'new'): ObjectName => ({
    schema,
    name: quarantineName(context, name, [which, type.kind, schema]),
  })
  return { old: aside('old'), next: aside('new') }
}

/** A text that speaks of the types, which means those that stand aside. */
export function asideText(
  text: string,
  types: readonly ReplacedType[],
  which: 'old' | 'next',
  context: PlanContext,
): string {
  return withTypesNamed(
    text,
    types.map((type) => ({ from: type.before.name, to: replacedNames(type, context)[which] })),
    context.words.qualify,
  )
}

/** The swap as long as the old types have their names: the new columns are of those that do not have them yet. */
export function beforeTypes(swap: Swap, context: PlanContext): Swap {
  const named = (type: string): string => asideText(type, swap.types, 'next', context)
  return {
    ...swap,
    pairs: swap.pairs.map(({ before, after }) => ({ before, after: { ...after, type: named(after.type) } })),
  }
}

/** The swap once the new types have the names: the old columns are of those that have given them up. */
export function behindTypes(swap: Swap, context: PlanContext): Swap {
  const named = (type: string): string => asideText(type, swap.types, 'old', context)
  return {
    ...swap,
    pairs: swap.pairs.map(({ before, after }) => ({ before: { ...before, type: named(before.type) }, after })),
  }
}

export function replacedText(type: ReplacedType): string {
  return type.kind === 'enum'
    ? `replace enum ${displayName(type.after.name)} by ${type.after.labels.join(', ')}`
    : `replace ${displayRef(refOf(type))}`
}
