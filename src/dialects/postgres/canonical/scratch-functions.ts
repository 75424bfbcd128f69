import type { SchemaObject } from '../../../model/object.ts'
import type { Routine, RoutineResult } from '../../../model/objects/routine.ts'
import { bareName, wordsOf } from '../../../model/object-words.ts'
import { refsUsed } from '../../../model/usage-index.ts'

/**
 * Those of the functions that texts call. What a text means depends on their signatures alone, so those in SQL come without
 * their bodies, which may read what is not there either. Planning an expression runs what is immutable and takes no columns,
 * so the body that stands in has to give something.
 */
export function calledFunctions(missing: readonly SchemaObject[], texts: object): readonly Routine[] {
  const functions = missing.filter((object) => object.kind === 'function')
  if (functions.length === 0) return []
  const called = new Set(functions.filter((one) => wordsOf(texts).has(bareName(one))))
  // A set that grows while it is walked is walked to its end: defaults of arguments call functions too.
  const used = refsUsed(functions.map((one) => [one, one]))
  for (const one of called) for (const other of used(one)) called.add(other)
  return functions.filter((one) => called.has(one)).map(hollow)
}

/** Only what its callers see of it. Not in SQL: that would be read for its result wherever the planner inlines it. */
function hollow(one: Routine): Routine {
  const visible = { ...one, support: null, transforms: [], settings: {}, securityDefiner: false, leakproof: false }
  if (one.language !== 'sql') return visible
  return { ...visible, language: 'plpgsql', body: { kind: 'text', text: `begin return${nothing(one.returns)}; end` } }
}

/** What a constant call, which the planner carries out, comes to. */
function nothing(returns: RoutineResult): string {
  return returns.kind === 'type' && !returns.setof && returns.type !== 'void' ? ' null' : ''
}
