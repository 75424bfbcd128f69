import { withInner } from '../model/changes-of.ts'
import { isQuarantined, type ObjectName, sameName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import type { StepContext } from './operation.ts'

/**
 * Gives a column another name, and has the triggers of earlier exchanges go on with it: what they keep in step until `purge`
 * (hazards.md 3A) would be without values from here on, and no way back. `on`: what the table is called at that moment.
 */
export function renamedColumn(
  table: ObjectName,
  from: string,
  to: string,
  { found, changes, words }: StepContext,
  on: ObjectName = table,
): Statement[] {
  const names = [
    table,
    on,
    ...[...withInner(changes)].flatMap((one) =>
      one.kind === 'rename_table' && sameName(one.to, table) ? [one.from] : [],
    ),
  ]
  const keepsOld = found.tables.some(
    ({ name, columns }) =>
      names.some((one) => sameName(one, name)) && columns.some((column) => isQuarantined(column.name)),
  )
  return [words.renameColumn(on, from, to), ...(keepsOld ? words.sync.follow(on, from, to) : [])]
}
