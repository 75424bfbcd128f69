import type { Move } from '../model/move.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Statement } from '../model/statement.ts'
import { type Carried, carriedBy } from './carried-away.ts'
import { putColumnAside } from './drop-column.ts'
import { putTableAside } from './drop-table.ts'
import { moveQuestions } from './move-questions.ts'
import { ddlStep, type Operation, type StepContext, type StepDraft, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

/**
 * Hazards.md 3E, all at once: the values go over, and where they have been is put aside, so that there is always one place
 * that has them. On the way back they go the other way, those that have been written since as well.
 */
export const moveColumns: Operation<'move_columns'> = {
  describe: ({ move }) => `move ${columnsOfMove(move)} to ${displayName(move.to)}`,
  phase: () => 'contract',
  // What is put aside goes with the changes that say so.
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { move } = change
    const { words, facts } = context
    const parts = carriedBy(move, context.changes).flatMap((carried) => aside(carried, context))
    const lock = (...tables: readonly ObjectName[]): Statement[] =>
      facts.oneWriter ? [] : tables.map((table) => words.lockTable(table, 'access_exclusive'))
    const goes = parts.some(({ inner }) => inner.kind === 'drop_table')
    const from = tableOf(asItComesBack(move, goes, context), move.from)
    const ddl = parts.flatMap(({ step }) => (step.action.kind === 'ddl' ? [step.action] : []))
    const session = ddl.some((action) => action.session === 'rebuild') ? 'rebuild' : 'plain'
    const back = parts
      .toReversed()
      .flatMap(({ step }) => (step.inverse.action.kind === 'ddl' ? step.inverse.action.statements : []))
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [
        ...lock(move.from, move.to),
        ...words.moves.there(move),
        ...ddl.flatMap(({ statements }) => statements),
      ],
      session,
      prechecks: [
        ...moveQuestions(move, context),
        // The new columns are not there before.
        { ...words.moves.rivals(move, move), onlyAtStep: true },
        ...parts.flatMap(({ step }) => step.prechecks),
      ],
      // Again under the lock: what has been put aside is not read any more.
      verify: [words.moves.rivals(move, putAside(move, parts))],
      inverse: undo(
        [
          // A table that has been put aside is out of reach.
          ...(goes ? lock(move.to) : lock(move.from, move.to)),
          ...back,
          ...(from === undefined ? [] : words.moves.back(move, from, goes)),
        ],
        {
          note: 'the values go back as they are by then',
          session,
          prechecks: parts.flatMap(({ step }) => step.inverse.prechecks),
        },
      ),
      quarantines: parts.flatMap(({ step }) => step.quarantines),
      noticed: true,
      reason: '3E: in one transaction, so that no write falls between the two places',
    })
  },
}

function aside(inner: Carried, context: StepContext): { readonly inner: Carried; readonly step: StepDraft }[] {
  const steps = inner.kind === 'drop_table' ? putTableAside(inner, context) : putColumnAside(inner, context)
  return [...steps].filter(({ phase }) => phase === 'contract').map((step) => ({ inner, step }))
}

/** With the names under which what goes is kept. */
function putAside(move: Move, parts: readonly { readonly step: StepDraft }[]): Move {
  const kept = parts.flatMap(({ step }) => step.quarantines)
  const table = kept.find(({ kind }) => kind === 'table')
  return {
    ...move,
    from: table?.keptAs.name ?? move.from,
    columns: move.columns.map(({ before, after }) => {
      const name = kept.find(({ column }) => column === before.name)?.keptAs.column ?? before.name
      return { before: { ...before, name }, after }
    }),
  }
}

/** Required columns are required again only by a step of their own, which comes after this one on the way back. */
function asItComesBack({ from, columns }: Move, goes: boolean, { actual }: StepContext): Schema {
  if (goes) return actual
  return editTable(actual, from, (table) => ({
    ...table,
    columns: table.columns.map((column) =>
      columns.some(({ before }) => before.name === column.name) && column.default === null
        ? { ...column, nullable: true }
        : column,
    ),
  }))
}

/** For people: what goes. */
export function columnsOfMove({ from, columns }: Move): string {
  return columns.map(({ before }) => `${displayName(from)}.${before.name}`).join(', ')
}
