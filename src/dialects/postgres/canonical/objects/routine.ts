import { sameValue } from '../../../../lib/compare.ts'
import { ReconcileError } from '../../../../lib/errors.ts'
import type { Aggregate } from '../../../../model/objects/aggregate.ts'
import type { Procedure, Routine } from '../../../../model/objects/routine.ts'
import { readAggregates } from '../../catalog/objects/aggregate.ts'
import { readRoutines } from '../../catalog/objects/routine.ts'
import { definedAggregate } from '../../words/objects/aggregate.ts'
import { definedFunction } from '../../words/objects/function.ts'
import { definedProcedure } from '../../words/objects/procedure.ts'
import { knownSpelling, learntSpelling } from '../respell-text.ts'
import { respellRoutine } from '../routines.ts'
import { codeOf, inScratch, isMissing, type Scene, syntaxError } from './scene.ts'

type AnyRoutine = Routine | Procedure | Aggregate

/**
 * Functions, procedures and aggregates that are not there with these very texts are created in pg_temp, under their own
 * name since a body may call its arguments by that, and read with the query that reads real ones.
 */
export async function spellRoutine<T extends AnyRoutine>(scene: Scene, object: T, now: T | undefined): Promise<T> {
  const { session, texts } = scene
  const known = now === undefined ? object : respellRoutine(object, now, knownSpelling(texts))
  if (now !== undefined && sameValue({ ...known, comment: null }, { ...now, comment: null })) return known
  const scratch: AnyRoutine = { ...known, name: { schema: 'pg_temp', name: known.name.name } }
  const create = `create ${definition(scratch)}`
  const read = async (): Promise<AnyRoutine | undefined> =>
    (known.kind === 'aggregate' ? await readAggregates(session, 'scratch') : await readRoutines(session, 'scratch'))[0]
  const checked = await attempt(() => inScratch(scene, ['set local check_function_bodies = on', create], read))
  // A body may speak of what is not there yet: it is read when it runs.
  const found =
    checked ?? (await attempt(() => inScratch(scene, ['set local check_function_bodies = off', create], read)))
  return found?.kind === known.kind ? respellRoutine(known, found as T, learntSpelling(texts)) : known
}

/** Null: something is missing. Throws what is no SQL, or not of its language. */
async function attempt(read: () => Promise<AnyRoutine | null>): Promise<AnyRoutine | null> {
  try {
    return await read()
  } catch (error) {
    if (codeOf(error) === syntaxError) throw error
    if (codeOf(error) === '42501') throw forbidden(error)
    if (isMissing(error) || /^(0A|22|P0)/.test(codeOf(error))) return null
    throw error
  }
}

function forbidden(error: unknown): ReconcileError {
  const message = error instanceof Error ? error.message : String(error)
  return new ReconcileError('refused', `the database does not let us read the functions of the specs: ${message}`, {
    hint: 'Planning creates them in a temporary schema and rolls that back. It needs the TEMPORARY privilege on the database and what CREATE FUNCTION asks for: USAGE on the language and the types.',
    sqlState: '42501',
    cause: error,
  })
}

function definition(one: AnyRoutine): string {
  switch (one.kind) {
    case 'function':
      return `function ${definedFunction(one)}`
    case 'procedure':
      return `procedure ${definedProcedure(one)}`
    case 'aggregate':
      return `aggregate ${definedAggregate(one)}`
  }
}
