import type { Column } from '../../model/column.ts'
import { type OwnedSequence, sequenceOptions, sequenceType } from '../../model/sequence-options.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec, OwnedSequenceSpec } from '../content.ts'
import { accessOf } from './access.ts'
import type { Writing } from './writing.ts'

const serials: Readonly<Record<string, string>> = { smallint: 'smallserial', integer: 'serial', bigint: 'bigserial' }

/** The type that says it all for a column numbered by its own sequence; null when it takes more words. */
export function serialType({ identity, nullable, sequence, type }: Column): string | null {
  return identity === 'serial' && !nullable && sequence?.type === type ? (serials[type] ?? null) : null
}

/** What numbers the rows: the short form where nothing is said about the sequence. */
export function numberingOf(column: Column, table: Table, writing: Writing): Partial<ColumnSpec> {
  const { identity, sequence } = column
  if (sequence === null) return identity === null || identity === 'serial' ? {} : { identity }
  const said = saidOf(column, sequence, table, writing)
  if (identity !== null && identity !== 'serial') {
    return { identity: Object.keys(said).length === 0 ? identity : { generation: identity, ...said } }
  }
  return serialType(column) !== null && Object.keys(said).length === 0 ? {} : { sequence: said }
}

function saidOf(column: Column, sequence: OwnedSequence, table: Table, writing: Writing): OwnedSequenceSpec {
  const { name, type, increment, min, max } = sequence
  const usual = sequenceOptions(type, { increment })
  const { start } = sequenceOptions(type, { increment, min, max })
  return {
    ...(writing.implied.sequence(table, { name, columns: [column.name] }) ? {} : { name }),
    ...(type === sequenceType(column.type) ? {} : { type }),
    ...(sequence.start === start ? {} : { start: numberOf(sequence.start) }),
    ...(increment === '1' ? {} : { increment: numberOf(increment) }),
    ...(min === usual.min ? {} : { min: numberOf(min) }),
    ...(max === usual.max ? {} : { max: numberOf(max) }),
    ...(sequence.cache === '1' ? {} : { cache: numberOf(sequence.cache) }),
    ...(sequence.cycle ? { cycle: true } : {}),
    ...(sequence.comment === undefined ? {} : { comment: sequence.comment }),
    ...accessOf(writing, { kind: 'sequence', name: { schema: table.name.schema, name } }),
  }
}

/** Numbers that JavaScript would round are written as text. */
function numberOf(text: string): number | string {
  return Number.isSafeInteger(Number(text)) ? Number(text) : text
}
