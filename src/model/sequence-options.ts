/** How a sequence counts. Numbers are text: they can be larger than JavaScript counts. */
export interface SequenceOptions {
  readonly type: SequenceType
  readonly start: string
  readonly increment: string
  readonly min: string
  readonly max: string
  readonly cache: string
  readonly cycle: boolean
}

export type SequenceType = 'smallint' | 'integer' | 'bigint'

/** The sequence that a column owns; it stands in the schema of the table. */
export interface OwnedSequence extends SequenceOptions {
  readonly name: string
  readonly comment?: string
}

const limits: Readonly<Record<SequenceType, readonly [min: string, max: string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** What CREATE SEQUENCE takes for what is not said. */
export function sequenceOptions(type: SequenceType, said: Partial<SequenceOptions> = {}): SequenceOptions {
  const { increment = '1', cache = '1', cycle = false } = said
  const bounds = defaultBounds(type, increment)
  const { min = bounds.min, max = bounds.max } = said
  return { type, start: said.start ?? (isDescending(increment) ? max : min), increment, min, max, cache, cycle }
}

function defaultBounds(type: SequenceType, increment: string): { readonly min: string; readonly max: string } {
  const [lowest, highest] = limits[type]
  return isDescending(increment) ? { min: lowest, max: '-1' } : { min: '1', max: highest }
}

/** ALTER SEQUENCE … AS: bounds that were those of the old type become those of the new one. */
export function retyped<T extends SequenceOptions>(sequence: T, type: SequenceType): T {
  const before = limits[sequence.type]
  const [min, max] = limits[type]
  return {
    ...sequence,
    type,
    min: sequence.min === before[0] ? min : sequence.min,
    max: sequence.max === before[1] ? max : sequence.max,
  }
}

export function isDescending(increment: string): boolean {
  return increment.startsWith('-')
}

/** The type that a sequence counts in for a column of that type. */
export function sequenceType(columnType: string): SequenceType {
  return columnType === 'smallint' || columnType === 'integer' ? columnType : 'bigint'
}
