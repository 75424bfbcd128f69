import { displayName } from '../model/name.ts'
import { type TypedColumn, typedColumns } from '../operations/typed-columns.ts'
import { type Rule, together } from './rule.ts'

export const timeZoneDependentChange: Rule = {
  id: 'time-zone-dependent-change',
  severity: 'warn',
  why: 'A time or a day without a zone is a moment only in some zone, and Reconcile converts in UTC, whatever the database or the application has set.',
  instead:
    'say which zone the times are meant in: a new column, filled by a backfill with `at time zone`, and the old one dropped later',

  check: ({ change }) => together(typedColumns(change).flatMap(inWords)),
}

function inWords({ table, before, after }: TypedColumn): readonly string[] {
  const [from, to] = [before === null ? null : zoneOf(before.type), zoneOf(after.type)]
  if (from === null || to === null || from === to) return []
  return [`${displayName(table)}.${after.name} is converted as in TimeZone UTC`]
}

/** `timestamp(3) with time zone`: true. Null: not a type that knows a time or a day. */
function zoneOf(type: string): boolean | null {
  if (type === 'date') return false
  if (!/^(?:timestamp|time)\b/.test(type)) return null
  return type.includes('with time zone')
}
