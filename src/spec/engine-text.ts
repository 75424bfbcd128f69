import type { Binding } from './binding.ts'
import type { Expression, OptionalWord, Word } from './content.ts'
import { below, type Place } from './spec-file.ts'
import type { OptionalExpression, PerEngine } from './value-content.ts'

type Written = Expression | OptionalExpression | Word | OptionalWord

/**
 * What a value says for this engine, as SQL text; null when it says that there is nothing. A value that says nothing
 * about this engine is reported and counts as nothing.
 */
export function engineText(binding: Binding, value: Written, place: Place, what: string): string | null {
  if (typeof value !== 'object') return String(value).trim()
  const { name } = binding.dialect
  const branch = branchOf(value, name)
  if (branch === undefined) {
    const other = name === 'postgres' ? 'sqlite' : 'postgres'
    binding.error(
      place,
      'missing-engine',
      `${what} says nothing for ${name}, only for ${other}`,
      `add \`${name}:\` beside \`${other}:\``,
    )
    return null
  }
  return branch === null ? null : String(branch).trim()
}

/** Where that text is written. */
export function enginePlace(binding: Binding, value: Written, place: Place): Place {
  return typeof value === 'object' ? below(place, binding.dialect.name) : place
}

function branchOf(
  value: PerEngine<string | number | boolean | null>,
  engine: 'postgres' | 'sqlite',
): string | number | boolean | null | undefined {
  return Object.hasOwn(value, engine) ? value[engine] : undefined
}
