import { displayName } from '../model/name.ts'
import { type TypedColumn, typedColumns } from '../operations/typed-columns.ts'
import { type Rule, together } from './rule.ts'

export const timeZoneDependentChange: Rule = {
  id: 'time-zone-dependent-change',
  severity: 'warn',
  why: 'A time without a zone is taken for one in the zone of the session that converts it: the same rows become other moments under another TimeZone.',
  instead:
    'say which zone the times are meant in: a new column, filled by a backfill with `at time zone`, and the old one dropped later',

  check: ({ change }) => together(typedColumns(change).flatMap(inWords)),
}

function inWords({ table, before, after }: TypedColumn): readonly string[] {
  const [from, to] = [before === null ? null : zoneOf(before.type), zoneOf(after.type)]
  if (from === null || to === null || from === to) return []
  return [`${displayName(table)}.${after.name} is read in the TimeZone of the session that converts it`]
}

/** `timestamp(3) with time zone`: true. Null: not a type that knows a time of day. */
function zoneOf(type: string): boolean | null {
  if (!/^(?:timestamp|time)\b/.test(type)) return null
  return type.includes('with time zone')
}
