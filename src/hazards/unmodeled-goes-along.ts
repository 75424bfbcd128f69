import type { Change } from '../model/change.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const unmodeledGoesAlong: Rule = {
  id: 'unmodeled-goes-along',
  severity: 'warn',
  why: 'What Reconcile does not model stays on a table under its other name: a publication goes on to send its rows, under a name that no subscriber knows, and a rule goes on to rewrite.',
  instead: 'take it off the table by hand before, and put it where it belongs afterwards',

  check({ change, unmodeled }) {
    const tables = movedTables(change)
    const along = unmodeled.filter(({ table }) => table !== null && tables.some((name) => sameName(name, table)))
    if (along.length === 0) return null
    const [name] = tables
    const named = along.map((one) => `${one.kind} ${inNoSchema.has(one.kind) ? one.name.name : displayName(one.name)}`)
    return `${name === undefined ? '' : displayName(name)} takes along its ${named.join(', ')}, which Reconcile does not model`
  },
}

const inNoSchema: ReadonlySet<string> = new Set(['publication', 'subscription'])

/** As the database knows them: what the model does not know was read before any rename. */
function movedTables(change: Change): readonly ObjectName[] {
  switch (change.kind) {
    case 'recreate_objects':
      return change.around.flatMap((inner) => (inner.kind === 'partition_table' ? movedTables(inner) : []))
    case 'partition_table':
      return [change.table]
    case 'drop_table':
      return [change.table.name]
    case 'rename_table':
      return [change.from]
    default:
      return []
  }
}
