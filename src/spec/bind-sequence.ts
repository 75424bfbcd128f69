import type { Column, Identity } from '../model/column.ts'
import {
  type OwnedSequence,
  type SequenceOptions,
  sequenceOptions,
  sequenceType,
  type SequenceType,
} from '../model/sequence-options.ts'
import type { Binding, Declared } from './binding.ts'
import type { ColumnSpec, OwnedSequenceSpec } from './content.ts'
import type { DefaultNames } from './default-names.ts'
import { checkIdentifier } from './identifiers.ts'
import { below, type Place } from './spec-file.ts'

const serials: Readonly<Record<string, SequenceType>> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
}

/** The type that `serial` and its like stand for; null for what is a type itself. */
export function serialType(written: string): SequenceType | null {
  return serials[written.trim().toLowerCase()] ?? null
}

/** What numbers the rows, short form or long. */
export function writtenIdentity({ identity }: ColumnSpec): Exclude<Identity, 'serial'> | null {
  return typeof identity === 'object' ? identity.generation : (identity ?? null)
}

/** True for `serial`, and for a sequence that no default makes another use of. */
export function isSerial(spec: ColumnSpec, writtenType: string): boolean {
  if (spec.identity !== undefined || spec.generated !== undefined) return false
  return serialType(writtenType) !== null || (spec.sequence !== undefined && spec.default === undefined)
}

/** The sequence that a column is going to own on PostgreSQL. */
export function bindSequence(
  binding: Binding,
  table: Declared,
  column: Pick<Column, 'name' | 'type' | 'identity'>,
  spec: ColumnSpec,
  names: DefaultNames,
): OwnedSequence | null {
  if (column.identity === null && spec.sequence === undefined) return null
  const key = typeof spec.identity === 'object' ? 'identity' : 'sequence'
  const said: OwnedSequenceSpec = typeof spec.identity === 'object' ? spec.identity : (spec.sequence ?? {})
  const place = below(table.place, 'columns', column.name, key)
  const shown = `${table.shown}.${column.name}`
  const { schema, name: tableName } = table.name
  if (said.name !== undefined) checkIdentifier(binding, said.name, below(place, 'name'), `the sequence of ${shown}`)
  const options = sequenceOptions(spec.sequence?.type ?? sequenceType(column.type), saidOptions(said))
  checkOptions(binding, options, place, shown)
  const described = said.comment === undefined ? {} : { comment: said.comment }
  return { name: said.name ?? names.choose(schema, tableName, [column.name], 'seq'), ...options, ...described }
}

function saidOptions({ start, increment, min, max, cache, cycle }: OwnedSequenceSpec): Partial<SequenceOptions> {
  const numbers = Object.entries({ start, increment, min, max, cache }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  )
  return { ...Object.fromEntries(numbers), ...(cycle === undefined ? {} : { cycle }) }
}

/** What CREATE SEQUENCE refuses. */
function checkOptions(binding: Binding, options: SequenceOptions, place: Place, shown: string): void {
  const [start, increment, min, max] = [options.start, options.increment, options.min, options.max].map(BigInt)
  if (start === undefined || increment === undefined || min === undefined || max === undefined) return
  const fault =
    increment === 0n
      ? 'increment must not be 0'
      : min >= max
        ? `min ${min} has to be below max ${max}`
        : start < min || start > max
          ? `start ${start} has to be between min ${min} and max ${max}`
          : null
  if (fault === null) return
  binding.error(place, 'sequence-options', `column ${shown}: ${fault}`, 'correct the options of the sequence')
}
