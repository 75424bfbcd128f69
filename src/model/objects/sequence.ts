import type { ObjectHead } from '../object-ref.ts'

/** A sequence that no column owns. Numbers are text: they can be larger than JavaScript counts. */
export interface Sequence extends ObjectHead<'sequence'> {
  readonly type: SequenceType
  readonly increment: string
  readonly min: string
  readonly max: string
  readonly start: string
  readonly cache: string
  readonly cycle: boolean
  /** Gone back to its start after a crash (PostgreSQL 15). */
  readonly unlogged?: true
}

export type SequenceType = 'smallint' | 'integer' | 'bigint'

const limits: Readonly<Record<SequenceType, readonly [min: string, max: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** What CREATE SEQUENCE takes where nothing is said. */
export function defaultBounds(type: SequenceType, increment: string): Pick<Sequence, 'min' | 'max'> {
  const [lowest, highest] = limits[type]
  return increment.startsWith('-') ? { min: lowest, max: '-1' } : { min: '1', max: highest }
}
