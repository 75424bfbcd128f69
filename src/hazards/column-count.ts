import { displayName, nameKey, type ObjectName } from '../model/name.ts'
import { typedColumns } from '../operations/typed-columns.ts'
import { type Rule, together } from './rule.ts'

/** A column that was dropped keeps its place for ever (hazards.md 7, rule 48). */
const many = 1_000

export const columnCount: Rule = {
  id: 'column-count',
  severity: 'warn',
  perTable: true,
  why: 'A table has 1,600 columns in all its life: those that were dropped count, and every change of type by an exchange takes one more. Only a copy of the table gives the places back.',
  instead:
    'put what is rarely asked for into a table of its own, or copy the rows into a new table while there is time',

  check({ change, statistics }) {
    const tables = new Map(typedColumns(change).map(({ table }) => [nameKey(table), table]))
    const full = [...tables.values()].filter((table: ObjectName) => {
      const places = statistics.tables.get(nameKey(table))?.places ?? 0
      return places > many
    })
    return together(full.map((table) => `${displayName(table)} has used up more than 1,000 of its 1,600 columns`))
  },
}
