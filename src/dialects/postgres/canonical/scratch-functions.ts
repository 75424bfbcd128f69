import type { SchemaObject } from '../../../model/object.ts'
import { refKey } from '../../../model/object-ref.ts'
import type { Routine } from '../../../model/objects/routine.ts'
import { bareName, uses, wordsOf } from '../../../model/object-uses.ts'
import { definedFunction } from '../words/objects/function.ts'
import { schemaFor } from '../words/schema-for.ts'

/**
 * The functions of the specs that are not there yet, while texts call them: statements that create them under their
 * real names, since nobody finds a function in pg_temp without naming it. What a text means depends on their signatures
 * alone, so those in SQL come without their bodies, which may read what is not there either. Planning an expression runs
 * what is immutable and takes no columns, so the body that stands in has to give something.
 */
export function scratchFunctions(
  desired: readonly SchemaObject[],
  actual: readonly SchemaObject[],
  texts: object,
): readonly string[] {
  const present = new Set(actual.map(refKey))
  const missing = desired.filter((object) => object.kind === 'function').filter((one) => !present.has(refKey(one)))
  const called = new Set(missing.filter((one) => wordsOf(texts).has(bareName(one))))
  // A set that grows while it is walked is walked to its end: defaults of arguments call functions too.
  for (const one of called) for (const other of missing) if (uses(one, other)) called.add(other)
  return missing
    .filter((one) => called.has(one))
    .sort((a, b) => Number(uses(a, b)) - Number(uses(b, a)))
    .map((one) => `${schemaFor(one.name)}create function ${definedFunction(hollow(one))}`)
}

/** Only what its callers see of it. */
function hollow(one: Routine): Routine {
  const visible = { ...one, support: null, transforms: [], settings: {}, securityDefiner: false, leakproof: false }
  if (one.language !== 'sql') return visible
  const text = one.returns.kind === 'type' ? `select null::${one.returns.type}` : ''
  return { ...visible, body: { kind: 'text', text } }
}
