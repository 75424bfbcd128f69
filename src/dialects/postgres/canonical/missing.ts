import { wordsOf } from '../../../model/object-words.ts'
import { inCreationOrder } from '../../../model/object-uses.ts'
import { nameKey, type ObjectName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { isRoutineKind, type ObjectKind, type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { Schema } from '../../../model/schema.ts'
import { qualify } from '../words/quote.ts'
import { objects as words } from '../words/objects.ts'
import { withScratchTypes } from './draft.ts'
import type { Missing } from './make-missing.ts'
import { calledFunctions } from './scratch-functions.ts'
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
 * the real names in transactions that roll back, since nobody finds a function in pg_temp without naming it. What `renamed`
 * names is still called something else. `texts`: only functions that these call, or what these are made of.
 */
export function missingObjects(
  desired: Schema,
  actual: Schema,
  renamed: readonly ObjectRef[],
  types: readonly ScratchEnum[],
  texts: object | 'all functions',
): Missing {
  const coming = new Set(renamed.map(refKey))
  const there = new Set(actual.objects.map(refKey).filter((key) => !coming.has(key)))
  const rank = ({ kind }: SchemaObject): number => spokenOf.indexOf(kind)
  const missing = desired.objects
    .filter((object) => rank(object) !== -1 && !there.has(refKey(object)))
    .sort((a, b) => rank(a) - rank(b))
  const others = missing.filter(({ kind }) => !isRoutineKind(kind))
  const made = typeof texts === 'string' ? missing : [...others, ...calledFunctions(missing, [texts, others])]
  const create = (object: SchemaObject): string[] =>
    words.create(besideItself(object, actual)).map(({ sql }) => withScratchTypes(sql, types))
  const isSchema = ({ kind }: SchemaObject): boolean => kind === 'schema'
  return [
    ...made.filter(isSchema).map(create),
    ...missingSequences(desired, actual),
    ...inCreationOrder(made.filter((object) => !isSchema(object))).map(create),
  ]
}

/** A range type that is yet to be renamed has its multirange under the same name as then. */
function besideItself(object: SchemaObject, { objects }: Schema): SchemaObject {
  if (object.kind !== 'range_type') return object
  const { schema } = object.name
  const isTaken = objects.some((one) => {
    return one.kind === 'range_type' && one.name.schema === schema && one.multirange === object.multirange
  })
  return isTaken ? { ...object, multirange: `_rq_${object.multirange}` } : object
}

/** Sequences that come with their columns, and that other columns take their numbers from as well. */
function missingSequences(desired: Schema, actual: Schema): Missing {
  const namesIn = ({ tables }: Schema): ObjectName[] =>
    tables.flatMap((table) =>
      table.columns.flatMap(({ sequence }) =>
        sequence === null ? [] : [{ schema: table.name.schema, name: sequence.name }],
      ),
    )
  const there = new Set(namesIn(actual).map(nameKey))
  const coming = namesIn(desired).filter((name) => !there.has(nameKey(name)))
  if (coming.length === 0) return []
  // Thousands of columns share a few defaults.
  const defaults = [
    ...new Set(desired.tables.flatMap(({ columns }) => columns.flatMap((column) => column.default ?? []))),
  ]
  const spoken = wordsOf(defaults)
  return coming.filter(({ name }) => spoken.has(name)).map((name) => [`create sequence ${qualify(name)}`])
}
