import type { Check, Unique } from '../../../src/model/constraint.ts'
import type { Table } from '../../../src/model/table.ts'
import { check, unique } from '../../support/tables.ts'
import type { TableSeed } from '../seed.ts'
import { chosen, distinct } from './chosen.ts'
import { checkExtras, uniqueExtras } from './rule-extras.ts'
import { has, type World } from './world.ts'

export function uniquesOf(table: Table, seed: TableSeed, world: World): Unique[] {
  const postgres = world.engine.name === 'postgres'
  return distinct(
    seed.uniques.flatMap(({ column: first, second, nullsNotDistinct }) => {
      const one = chosen(table, first, ['code', 'amount', 'ref'])
      const two = second < 3 ? chosen(table, second, ['flag', 'label']) : undefined
      if (one === undefined) return []
      const columns = two === undefined ? [one] : [one, two]
      const rest = {
        nullsNotDistinct: postgres && world.engine.major >= 15 && nullsNotDistinct === 0,
        ...(postgres ? uniqueExtras(second, nullsNotDistinct, columns, table) : {}),
      }
      return [unique(`${table.name.name}_${columns.join('_')}_key`, columns, rest)]
    }),
  )
}

export function checksOf(table: Table, seed: TableSeed, world: World): Check[] {
  const postgres = world.engine.name === 'postgres'
  const forms: Readonly<Record<string, readonly string[]>> = {
    amount: ['amount IS NOT NULL OR id > 0', 'id > 0 OR amount IS NULL'],
    label: [
      "label <> 'never'",
      'length(label) < 1000',
      ...(has(world, 'function', 'is_fine') ? ['public.is_fine(label)'] : []),
    ],
    ref: ['ref > 0', 'ref >= 0 AND ref < 1000000'],
    id: ['id > 0', 'id >= 1'],
  }
  return distinct(
    seed.checks.flatMap(({ column: number, form }) => {
      const name = chosen(table, number, ['id', 'amount', 'label', 'ref'])
      const texts = name === undefined ? [] : (forms[name] ?? [])
      const blob = name === 'label' && table.columns.some((one) => one.name === 'label' && one.type === 'blob')
      return name === undefined || blob
        ? []
        : [check(`${name}_rule${form % 3}`, texts[form % texts.length] ?? '', postgres ? checkExtras(form) : {})]
    }),
  )
}
