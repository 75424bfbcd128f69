import { bug } from '../../../../lib/errors.ts'
import { isLone, isRoutineKind, type ObjectRef } from '../../../../model/object-ref.ts'
import { qualify, quote } from '../quote.ts'
import { routineIdentity } from './routine-text.ts'

/** What an object is called in GRANT. */
const inGrant: Partial<Record<ObjectRef['kind'], string>> = {
  table: 'table',
  view: 'table',
  materialized_view: 'table',
  sequence: 'sequence',
  schema: 'schema',
  enum: 'type',
  domain: 'type',
  composite_type: 'type',
  range_type: 'type',
  function: 'routine',
  procedure: 'routine',
  aggregate: 'routine',
}

/** What it is called in ALTER … OWNER TO. */
const inAlter: Partial<Record<ObjectRef['kind'], string>> = {
  ...inGrant,
  view: 'view',
  materialized_view: 'materialized view',
  collation: 'collation',
  statistics: 'statistics',
}

export function grantTarget(ref: ObjectRef): string {
  return named(ref, inGrant[ref.kind])
}

export function ownerTarget(ref: ObjectRef): string {
  return named(ref, inAlter[ref.kind])
}

function named({ kind, name }: ObjectRef, word: string | undefined): string {
  if (word === undefined) throw bug(`there is no owner and no privilege on a ${kind}`)
  if (isLone(kind)) return `${word} ${quote(name.name)}`
  return `${word} ${isRoutineKind(kind) ? routineIdentity(name) : qualify(name)}`
}

/** True for what a lock is taken on. */
export function isRelation({ kind }: ObjectRef): boolean {
  return kind === 'table' || kind === 'view' || kind === 'materialized_view' || kind === 'sequence'
}
