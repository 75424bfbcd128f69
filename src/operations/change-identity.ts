import { isIdentity, keepsSequence } from '../model/column.ts'
import type { ChangeOf } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import { displayName, sameName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import { numberedAgain, renumbered } from './numbering.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { quarantinedSequence } from './quarantine-name.ts'
import { editColumn, requireTable } from './schema-edit.ts'

/**
 * GENERATED ALWAYS refuses explicit values that an old version may still send, and a column that is no longer numbered
 * wants one, so these ways wait behind the gate. A serial's sequence is put aside rather than dropped: its rights and
 * whoever else asks it are not ours to bring back.
 */
export const changeIdentity: Operation<'change_identity'> = {
  describe: ({ table, before, after }) =>
    before.identity === after.identity
      ? `${after.sequence === null ? 'take the sequence from' : 'give a sequence to'} ${displayName(table)}.${after.name}`
      : `change identity of ${displayName(table)}.${after.name} to ${after.identity ?? 'none'}`,
  phase: ({ before, after }) =>
    after.identity === 'by_default' || after.identity === 'serial' || before.identity === after.identity
      ? 'expand'
      : 'contract',
  effect: ({ table, before, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({
      ...column,
      identity: after.identity,
      sequence: keepsSequence(before, after) ? column.sequence : after.sequence,
      default: after.default,
    })),

  *steps(change, context) {
    const { table, before, after } = change
    const { words } = context
    const phase = this.phase(change, context)
    const standing = requireTable(context.state, table)
    const own = isIdentity(before) || keepsSequence(before, after) ? null : before.sequence
    const aside = quarantinedSequence(context, table, own?.name ?? after.name)
    const lost = isIdentity(before) && !isIdentity(after) && after.sequence === null
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: renumbered(standing, before, after, own === null ? null : aside, aside, words),
      inverse: undo(
        own === null
          ? [...renumbered(standing, after, before, null, aside, words), ...granted(change, context)]
          : numberedAgain(standing, before, after, aside, words),
        { note: lost ? 'the counter starts again after the highest value' : '' },
      ),
      quarantines:
        own === null
          ? []
          : [
              {
                kind: 'sequence',
                name: { schema: table.schema, name: own.name },
                column: null,
                keptAs: { name: { schema: table.schema, name: aside }, column: null },
              },
            ],
      noticed: phase === 'contract',
      reason: 'R21: the counter goes on after the highest value there is',
    })
  },
}

/** What was granted on a sequence goes with it, when it is that of an identity. */
function granted(
  { table, before, after }: ChangeOf<'change_identity'>,
  { found, changes, words }: StepContext,
): Statement[] {
  const { sequence } = before
  if (sequence === null || keepsSequence(before, after)) return []
  const renames = withInner(changes)
  const rename = renames.find((one) => one.kind === 'rename_table' && sameName(one.to, table))
  const { schema } = rename?.kind === 'rename_table' ? rename.from : table
  return found.objects.flatMap((object) => {
    const { kind, on } = object
    const isOwn = on?.kind === 'sequence' && sameName(on.name, { schema, name: sequence.name })
    if (kind !== 'grant' || !isOwn) return []
    return words.objects.create({ ...object, on: { kind: 'sequence', name: { ...table, name: sequence.name } } })
  })
}
