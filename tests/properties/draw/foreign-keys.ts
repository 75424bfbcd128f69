import type { ForeignKey, ReferentialAction } from '../../../src/model/constraint.ts'
import type { Table } from '../../../src/model/table.ts'
import type { TableSeed } from '../seed.ts'
import { chosen, distinct } from './chosen.ts'
import { foreignKeyExtras } from './rule-extras.ts'
import type { Engine } from './world.ts'

const actions: readonly ReferentialAction[] = ['no_action', 'restrict', 'cascade', 'set_null']

/** `ref` points to an id that is a key, `parent` to a code that is one. */
export function foreignKeysOf(
  table: Table,
  seeds: TableSeed['foreignKeys'],
  all: readonly Table[],
  engine: Engine,
): ForeignKey[] {
  return distinct(
    seeds.flatMap(({ column: number, target, action, deferrable }): ForeignKey[] => {
      const own = chosen(table, number, ['ref', 'parent'])
      const other = all[target % all.length]
      const theirs = own === 'ref' ? 'id' : 'code'
      if (own === undefined || other === undefined || !isKey(other, theirs)) return []
      const required = table.columns.some(({ name, nullable }) => name === own && !nullable)
      const chosenAction = actions[action % actions.length] ?? 'no_action'
      return [
        {
          name: `${table.name.name}_${own}_fkey`,
          columns: [own],
          references: { table: other.name, columns: [theirs] },
          onDelete: required && chosenAction === 'set_null' ? 'no_action' : chosenAction,
          onUpdate: 'no_action',
          deferrable:
            deferrable === 0
              ? 'initially_deferred'
              : deferrable === 1 && engine.name === 'postgres'
                ? 'initially_immediate'
                : 'no',
          validated: true,
          ...(engine.name === 'postgres' ? foreignKeyExtras(action) : {}),
        },
      ]
    }),
  )
}

function isKey({ primaryKey, uniques }: Table, name: string): boolean {
  return [primaryKey, ...uniques].some(
    (key) => key?.columns.length === 1 && key.columns[0] === name && (key.deferrable ?? 'no') === 'no',
  )
}
