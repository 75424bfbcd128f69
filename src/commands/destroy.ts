import { withinBudget } from '../apply/lock-waits.ts'
import { limitsFor } from '../apply/timeouts.ts'
import type { Session } from '../dialects/session.ts'
import type { Journal } from '../journal/journal.ts'
import { ancestorsOf, heirsOf } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import type { Statement } from '../model/statement.ts'
import type { Quarantine } from '../model/step.ts'
import type { Table } from '../model/table.ts'
import { type Found, holdersOf } from './archive-sources.ts'
import type { Workplace } from './workplace.ts'

/**
 * Drops one thing that was put aside, in one transaction with what `keep` copies of it, and returns what that says. What is
 * gone already, because somebody dropped it or the table it was in, is struck off the list.
 */
export async function destroy<T>(
  place: Workplace,
  session: Session,
  journal: Journal,
  quarantine: Quarantine,
  found: Found,
  keep: () => Promise<T>,
  /** From 1. */
  attempt: number,
): Promise<T> {
  const statements = destroying(place, quarantine, found)
  const { lockBudgetMs } = place.target
  const classes = statements.map(({ timeout }) => timeout)
  const { lockMs, statementMs } = limitsFor(classes, attempt, { lockBudgetMs, targetMs: 0 })
  const bounds = { lockMs, budgetMs: lockBudgetMs }
  // `rebuild`: on SQLite a DROP TABLE would otherwise delete or empty rows that reference it (hazards.md 2D).
  return await session.transaction('rebuild', { lockMs, statementMs: 0 }, async () => {
    // Copying takes as long as it takes; what is dropped is locked only then, and needs no time for its rows (0.2).
    const kept = await keep()
    await session.limitStatements(statementMs)
    const run = withinBudget(session, () => new Date(), bounds)
    for (const statement of statements) await run(statement)
    await journal.removeQuarantine(quarantine)
    return kept
  })
}

/** The tables that inherit from it, each behind those it has columns from. */
function heirsInOrder(found: Schema, name: ObjectName): Table[] {
  return heirsOf(found, name)
    .filter(({ partitionOf }) => partitionOf === null)
    .toSorted((a, b) => ancestorsOf(found, a).length - ancestorsOf(found, b).length)
}

function destroying(
  { dialect: { words } }: Workplace,
  { kind, keptAs }: Quarantine,
  found: Found,
): readonly Statement[] {
  switch (kind) {
    case 'column': {
      const column = keptAs.column ?? ''
      // Heirs that have it by themselves as well keep it when the parent's goes.
      const inUse = holdersOf(found, keptAs).flatMap((table) => [table, ...heirsInOrder(found, table.name)])
      // A table that comes back would bring it back as well: a partition could then not be attached any more.
      return [
        ...inUse.map(({ name }) => name),
        ...found.tablesAside(column).flatMap(({ table, isInherited }) => (isInherited ? [] : [table])),
      ].map((name) => words.discardColumn(name, column))
    }
    case 'table':
    case 'values':
      return found.quarantined.some((name) => sameName(name, keptAs.name)) ? [words.dropTable(keptAs.name)] : []
    case 'sequence':
      // It may have gone with the column that it still belongs to.
      return [words.sequences.drop(keptAs.name)]
    case 'sync':
      return words.sync.discard(keptAs.name)
    case 'enum':
      return found.enums.some(({ name }) => sameName(name, keptAs.name)) ? [words.dropEnum(keptAs.name)] : []
    default: {
      const statement = words.objects.discard(kind, keptAs.name)
      return statement === null ? [] : [statement]
    }
  }
}
