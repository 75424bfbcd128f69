import type { Session } from '../dialects/session.ts'
import type { Journal } from '../journal/journal.ts'
import { period } from '../lib/period.ts'
import { count } from '../lib/text.ts'
import type { JudgedCondition } from '../model/gate.ts'
import { displayName, sameName } from '../model/name.ts'
import type { Run } from '../model/run.ts'
import type { UseCounters } from '../model/usage.ts'
import { leavingBehind } from '../plan/leaving.ts'
import type { Workplace } from './workplace.ts'

interface Around {
  readonly place: Workplace
  readonly session: Session
  readonly journal: Journal
  readonly run: Run
  readonly now: Date
  /** Whether use that is found makes the time begin anew; whoever only looks leaves the counters as they are. */
  readonly counting: boolean
}

/**
 * Whether what contract takes away has been left alone for so long. The old version may well be at work when the gate opens,
 * so each use that `continue` finds lets the time begin anew, and nothing has to be begun over when it is gone.
 */
export async function judgeUse(
  quietMs: number,
  { place, session, journal, run, now, counting }: Around,
): Promise<Pick<JudgedCondition, 'met' | 'detail'>> {
  const leaving = leavingBehind(run.plan)
  if (leaving.tables.length + leaving.columns.length === 0) {
    return { met: true, detail: 'the plan takes neither a table nor a column away' }
  }
  const before = await journal.usage(run.id)
  const { counters, routines } = await place.dialect.usage(session, leaving)
  const against = before === null ? ['nobody has counted since the gate opened'] : useBetween(before.counters, counters)
  if (against.length > 0 && counting) {
    await journal.ensure()
    await journal.saveUsage(run.id, counters)
  }
  const quiet = before === null ? 0 : now.getTime() - Date.parse(before.since)
  const left = quietMs - quiet
  const found =
    against.length > 0
      ? [...against, `${counting ? 'counted' : '`reconcile continue` counts'} anew from now on`]
      : [`not used for ${period(quiet)}${left > 0 ? `, ${period(left)} to go` : ''}`]
  const speaking = routines.map(
    ({ routine, of }) => `${displayName(routine)} goes on speaking of ${of}: change it in the specs, or drop it`,
  )
  return { met: against.length === 0 && left <= 0 && speaking.length === 0, detail: [...found, ...speaking].join('; ') }
}

/** All that tells of use between two readings, or keeps it from being told; nothing: there was none. */
function useBetween(before: UseCounters, now: UseCounters): string[] {
  const unknown = unknownTo(now)
  if (unknown.length > 0) return unknown
  if (unknownTo(before).length > 0) return ['it has not been counted until now']
  if (before.epoch !== now.epoch) {
    return ['statistics have been reset, or statements forgotten (pg_stat_statements.max), since they were read']
  }
  return [
    ...now.tables.flatMap(({ table, scans, writes }) => {
      const was = before.tables.find((other) => sameName(other.table, table))
      const found = [
        ...(scans === was?.scans ? [] : [count(scans - (was?.scans ?? 0), 'scan')]),
        ...(writes === was?.writes ? [] : [`${count(writes - (was?.writes ?? 0), 'row')} written`]),
      ]
      return found.length === 0 ? [] : [`${displayName(table)}: ${found.join(', ')}`]
    }),
    ...now.columns.flatMap(({ table, column, statements }) => {
      const were = before.columns.find((other) => sameName(other.table, table) && other.column === column)?.statements
      const called = statements.flatMap(({ id, calls, text }) => {
        const more = calls - (were?.find((other) => other.id === id)?.calls ?? 0)
        return more === 0 ? [] : [`${count(more, 'call')} of ${text}`]
      })
      const [first, ...others] = called
      if (first === undefined) return []
      const rest = others.length === 0 ? '' : `, and of ${count(others.length, 'other statement')}`
      return [`${displayName(table)}${column === null ? '' : `.${column}`}: ${first}${rest}`]
    }),
  ]
}

function unknownTo({ tables, tablesUnknown, columnsUnknown }: UseCounters): string[] {
  return [tables.length > 0 ? tablesUnknown : null, columnsUnknown].filter((reason) => reason !== null)
}
