import { type Column, isIdentity } from '../model/column.ts'
import type { Statement } from '../model/statement.ts'
import type { Swap } from '../model/swap.ts'
import { grantedOn } from './column-grants.ts'
import { relaxed } from './not-null-steps.ts'
import { highestIn } from './numbering.ts'
import type { StepContext } from './operation.ts'
import { quarantinedSequence } from './quarantine-name.ts'
import { requireTable } from './schema-edit.ts'
import { sequenceComment } from './sequence-comment.ts'
import { guardName, requiredNames, swapNames } from './swap-names.ts'

interface Exchange {
  readonly there: readonly Statement[]
  readonly back: readonly Statement[]
}

/** The columns change names; defaults and sequences go along with the name, and only what is in use is required. */
export function exchangedColumns(swap: Swap, context: StepContext): Exchange {
  const parts = swap.pairs.map(({ before, after }) => exchanged(swap, before, after, context))
  return { there: parts.flatMap(({ there }) => there), back: parts.toReversed().flatMap(({ back }) => back) }
}

function exchanged({ table }: Swap, before: Column, after: Column, context: StepContext): Exchange {
  const { words } = context
  const { shadow, aside } = swapNames(context, table)(before.name)
  const guard = {
    kind: 'check' as const,
    definition: { name: guardName(context, table, before.name), expression: '', validated: true },
  }
  const numbered = isIdentity(before)
  const isFree = before.default === null && before.identity !== 'serial'
  // A sequence of the column's own goes over; one that is the identity's cannot, and counts on in a new one.
  const serial = numbered ? null : before.sequence
  // Names of NOT NULL do not follow those of columns (PostgreSQL 18, hazards.md 0.6).
  const required = requiredNames(context, table, before)
  const named =
    before.nullable || !context.facts.unprovenNotNull
      ? { there: [], back: [] }
      : {
          there: [words.renameConstraint(table, required.shadow, required.own)],
          back: [words.renameConstraint(table, required.own, required.shadow)],
        }
  const granted = grantedOn(table, before.name, context)
  const retyped: Column = { ...before, type: after.type, collation: after.collation }
  return {
    there: [
      ...(isFree ? [] : [words.setDefault(table, before.name, null)]),
      words.renameColumn(table, before.name, aside),
      words.renameColumn(table, shadow, before.name),
      ...(serial === null ? [] : [words.sequences.setOwner(table, serial.name, before.name)]),
      ...(numbered ? renumber({ ...retyped, sequence: after.sequence }, aside) : []),
      ...(before.nullable ? [] : [...relaxed(table, aside, context), ...named.there]),
      ...defaultOf(before, before.default === null ? null : after.default),
      ...granted.there,
    ],
    back: [
      ...granted.back,
      ...named.back,
      ...(isFree ? [] : [words.setDefault(table, before.name, null)]),
      words.renameColumn(table, before.name, shadow),
      words.renameColumn(table, aside, before.name),
      ...(serial === null ? [] : [words.sequences.setOwner(table, serial.name, before.name)]),
      ...(before.nullable ? [] : [words.setNotNull(table, before, true)]),
      words.dropConstraint(table, guard, 'if_there'),
      ...(numbered ? renumber(before, shadow) : []),
      ...defaultOf(before, before.default),
    ],
  }

  function defaultOf(column: Column, expression: string | null): Statement[] {
    if (column.identity === 'serial') return [words.setDefault(table, column.name, words.sequences.next(table, column))]
    return expression === null ? [] : [words.setDefault(table, column.name, expression)]
  }

  /** `from`: the column that has the identity so far. */
  function renumber(to: Column, from: string): Statement[] {
    const { sequences } = words
    const name = before.sequence?.name ?? `${table.name}_${before.name}_seq`
    const old = quarantinedSequence(context, table, name)
    return [
      sequences.rename(table, name, old),
      words.setIdentity(table, { ...to, identity: null }, to),
      ...sequenceComment(table, to, words),
      sequences.advance(table, to, name, [old], highestIn(requireTable(context.state, table), before)),
      words.dropIdentity(table, from),
    ]
  }
}
