import type { Column } from '../model/column.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { OwnedSequence, SequenceOptions } from '../model/sequence-options.ts'
import type { Words } from '../dialects/words.ts'
import { sameValue } from '../lib/compare.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** The counter itself stays where it is. A new name waits for the gate: an application may ask the sequence by name. */
export const changeSequence: Operation<'change_sequence'> = {
  describe: ({ table, before, after }) =>
    before.sequence?.name === after.sequence?.name
      ? `${isSaidAnew(before, after) ? 'comment on' : 'change'} the sequence of ${displayName(table)}.${after.name}`
      : `rename the sequence of ${displayName(table)}.${after.name} to ${after.sequence?.name ?? ''}`,
  phase: ({ before, after }) => (before.sequence?.name === after.sequence?.name ? 'expand' : 'contract'),
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({ ...column, sequence: after.sequence })),

  *steps(change, context) {
    const { table, before, after } = change
    const phase = this.phase(change, context)
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: altered(table, before, after, context.words),
      prechecks: outside(table, before, after, context.words),
      inverse: undo(altered(table, after, before, context.words), {
        prechecks: outside(table, after, before, context.words),
      }),
      noticed: phase === 'contract',
      reason: isSaidAnew(before, after)
        ? 'the comment in the spec is another one'
        : 'only how it counts from now on; the number it has reached stays',
    })
  },
}

/** Nothing but the comment is another one. */
function isSaidAnew({ sequence: before }: Column, { sequence: after }: Column): boolean {
  if (before === null || after === null || before.name !== after.name) return false
  return sameValue(counting(before), counting(after))
}

function altered(
  table: ObjectName,
  { sequence: before }: Column,
  { sequence: after }: Column,
  { sequences }: Words,
): Statement[] {
  if (before === null || after === null) return []
  return [
    ...(before.name === after.name ? [] : [sequences.rename(table, before.name, after.name)]),
    ...(sameValue(counting(before), counting(after)) ? [] : sequences.alter(table, before, after)),
    ...(before.comment === after.comment ? [] : [sequences.comment(table, after)]),
  ]
}

function counting({ name, comment, ...options }: OwnedSequence): SequenceOptions {
  return options
}

/** The server does not move a counter that is out of bounds: it refuses the bounds. */
function outside(
  table: ObjectName,
  { sequence: before }: Column,
  { sequence: after }: Column,
  { sequences }: Words,
): Query[] {
  if (before === null || after === null || (before.min === after.min && before.max === after.max)) return []
  return [sequences.outside(table, before, after)]
}
