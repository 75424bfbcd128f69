import type { Change } from '../model/change.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rule 145: an exchange of columns counts such rows, since its trigger is ENABLE ALWAYS; names are another matter. */
export const writtenBySubscription: Rule = {
  id: 'written-by-subscription',
  severity: 'warn',
  why: 'Logical replication finds tables and columns by their names: when one that the publisher sends is not there any more, the subscription stops with an error, and the publisher keeps its log until it goes on.',
  instead:
    'disable the subscription, make the same change on the publisher, and enable it again; or leave the column out of the publication first',

  check({ change, unmodeled }) {
    const gone = takenFrom(change)
    const said = gone.flatMap(({ table, what }) =>
      unmodeled
        .filter(({ kind, table: of }) => kind === 'subscription' && of !== null && sameName(of, table))
        .map(({ name }) => `subscription ${name.name} writes ${what}`),
    )
    return together(said)
  },
}

/** As the database knows them: what the model does not know was read before any rename. */
function takenFrom(change: Change): readonly { readonly table: ObjectName; readonly what: string }[] {
  switch (change.kind) {
    case 'drop_table':
      return [{ table: change.table.name, what: displayName(change.table.name) }]
    case 'rename_table':
      return [{ table: change.from, what: displayName(change.from) }]
    case 'drop_column':
      return [{ table: change.table, what: `${displayName(change.table)}.${change.column.name}` }]
    case 'rename_column':
      return [{ table: change.table, what: `${displayName(change.table)}.${change.from}` }]
    case 'recreate_objects':
      return change.around.flatMap(takenFrom)
    default:
      return []
  }
}
