import { openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import { displayName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import type { Statement } from '../model/statement.ts'
import type { Quarantine } from '../model/step.ts'
import { refuseUnfinished } from './unfinished.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

/** What `purge` would destroy: everything put aside at least `olderThanMs` ago. Changes nothing. */
export async function purgeable(
  place: Workplace,
  olderThanMs: number,
  now: Date,
): Promise<readonly QuarantineRecord[]> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    await refuseUnfinished(journal)
    return (await journal.quarantined()).filter(({ since }) => now.getTime() - Date.parse(since) >= olderThanMs)
  })
}

/**
 * Destroys what was put aside, one transaction each, in an order that dependents allow: columns, tables, then enums.
 * The only thing in Reconcile that does; runs that put these things aside can no longer be taken back in full.
 */
export async function purge(
  place: Workplace,
  records: readonly QuarantineRecord[],
): Promise<readonly QuarantineRecord[]> {
  const order: readonly Quarantine['kind'][] = ['column', 'table', 'enum']
  const sorted = [...records].sort((a, b) => order.indexOf(a.quarantine.kind) - order.indexOf(b.quarantine.kind))
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    for (const { quarantine } of sorted) {
      const statement = destroy(place, quarantine)
      try {
        await session.transaction('write', { lockMs: 900, statementMs: 0 }, async () => {
          await session.execute(statement.sql)
          await journal.removeQuarantine(quarantine)
        })
      } catch (error) {
        const { code, message, hint } = place.dialect.failure(error)
        throw new ReconcileError('step_failed', `${quarantineText(quarantine)} could not be purged: ${message}`, {
          hint,
          ...(code === null ? {} : { sqlState: code }),
          cause: error,
        })
      }
    }
    return sorted
  })
}

export function quarantineText({ kind, name, column, keptAs }: Quarantine): string {
  const was = column === null ? displayName(name) : `${displayName(name)}.${column}`
  return `${kind} ${was}, kept as ${column === null ? displayName(keptAs.name) : (keptAs.column ?? column)}`
}

function destroy({ dialect: { words } }: Workplace, { kind, keptAs }: Quarantine): Statement {
  switch (kind) {
    case 'column':
      return words.dropColumn(keptAs.name, keptAs.column ?? '')
    case 'table':
      return words.dropTable(keptAs.name)
    case 'enum':
      return words.dropEnum(keptAs.name)
  }
}
