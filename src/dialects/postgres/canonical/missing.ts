import { inCreationOrder } from '../../../model/object-uses.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { isRoutineKind, type ObjectKind, type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { Schema } from '../../../model/schema.ts'
import { objects as words } from '../words/objects.ts'
import { withScratchTypes } from './draft.ts'
import type { Missing } from './make-missing.ts'
import type { ScratchEnum } from './scratch.ts'

/** Kinds that the texts of tables and of other objects may speak of, in the order in which they come when free to. */
const spokenOf: readonly ObjectKind[] = [
  'schema',
  'extension',
  'collation',
  'domain',
  'composite_type',
  'range_type',
  'sequence',
  'function',
  'procedure',
  'aggregate',
]

/**
 * Statements for everything that texts may speak of and that is yet to come, each after what it is made of. They run under
 * the real names in transactions that roll back. What `renamed` names is still called something else.
 */
export function missingObjects(
  desired: Schema,
  actual: Schema,
  renamed: readonly ObjectRef[],
  types: readonly ScratchEnum[],
  which: 'functions too' | 'no functions',
): Missing {
  const coming = new Set(renamed.map(refKey))
  const there = new Set(actual.objects.map(refKey).filter((key) => !coming.has(key)))
  const kinds = which === 'no functions' ? spokenOf.filter((kind) => !isRoutineKind(kind)) : spokenOf
  const rank = ({ kind }: SchemaObject): number => kinds.indexOf(kind)
  const missing = desired.objects
    .filter((object) => rank(object) !== -1 && !there.has(refKey(object)))
    .sort((a, b) => rank(a) - rank(b))
  return inCreationOrder(missing).map((object) => words.create(object).map(({ sql }) => withScratchTypes(sql, types)))
}
