import { displayName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import { isSmall, type Rule } from './rule.ts'

/** A number, a text, true or false, perhaps with its type. */
const constant = /^\(*(?:'(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?|true|false)(?:\s*::\s*[\w ."[\]()]+)?\)*$/i

/** hazards.md 7, rule 139. Where there are few rows, nobody notices. */
export const constantByUpdate: Rule = {
  id: 'constant-by-update',
  severity: 'info',
  why: 'Every row is written anew, with its index entries, for a value that the server could keep once for all rows: a constant default of a new column touches none of them (R1).',
  instead: 'declare the value as the default of the new column, and take the default away in a later change',

  check(input) {
    const { change, before } = input
    if (change.kind !== 'run_backfill' || isSmall(input)) return null
    const { table, set, where } = change.backfill
    const there = tableOf(before, table)
    const [only, ...more] = set
    if (there === undefined || only === undefined || more.length > 0) return null
    if (columnOf(there, only.column) !== undefined || !constant.test(only.expression.trim())) return null
    return isMissing(where, only.column)
      ? `every row of ${displayName(table)} gets the same ${only.column}, ${only.expression}`
      : null
  },
}

/** Whether it is about all rows: a new column is NULL everywhere. */
function isMissing(where: string, column: string): boolean {
  const said = where.replaceAll(/["()]/g, '').trim().toLowerCase()
  return said === `${column.toLowerCase()} is null` || said.endsWith(`.${column.toLowerCase()} is null`)
}
