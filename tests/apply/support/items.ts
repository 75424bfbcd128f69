import type { Dialect } from '../../../src/dialects/dialect.ts'
import type { Backfill } from '../../../src/model/backfill.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import type { BackfillAction, KeyColumn, Step } from '../../../src/model/step.ts'
import { backfill, inverse, named, plan, step, table } from './plans.ts'
import { column } from '../../support/tables.ts'
import type { World } from './world.ts'

/** A table to fill: `hits` counts how often a row has been updated. */
export const createItems = `create table items (id integer primary key, label text, hits integer not null default 0)`

export async function addItems(world: World, from: number, to: number, label: string | null = null): Promise<void> {
  const value = label === null ? 'null' : `'${label}'`
  await world.run(
    `insert into items (id, label) with recursive n(id) as (select ${from} union all select id + 1 from n where id < ${to})
     select id, ${value} from n`,
  )
}

export const byId: readonly KeyColumn[] = [{ column: 'id', type: 'integer' }]

export function itemsBackfill(dialect: Dialect, more: Partial<Backfill> = {}): Backfill {
  const set = [
    { column: 'label', expression: `'item ' || id` },
    { column: 'hits', expression: 'hits + 1' },
  ]
  return backfill(dialect, 'items', { set, ...more })
}

/** Fills the items, and gives the old values back on the way back when they are archived. */
export function fillStep(
  dialect: Dialect,
  rule: Backfill,
  options: { archive: boolean; key?: readonly KeyColumn[] },
): Step {
  const archive = options.archive ? named(dialect, '_rq_items_archive') : null
  const key = options.key ?? byId
  const action: BackfillAction = { kind: 'backfill', backfill: rule, key, archive }
  const back =
    archive === null ? ({ kind: 'nothing' } as const) : ({ kind: 'restore', backfill: rule, key, archive } as const)
  const estimate = { rows: 500, durationMs: 500, lockMs: 0 }
  return step('2.1', action, { phase: 'backfill', change: 'run_backfill', inverse: inverse(back), estimate })
}

export function itemsPlan(dialect: Dialect, ...steps: readonly Step[]): Plan {
  const columns = [
    column('id', 'integer'),
    column('label', 'text'),
    column('hits', 'integer', { nullable: false, default: '0' }),
  ]
  return plan(dialect, steps, { schema: { ...emptySchema, tables: [table(dialect, 'items', columns)] } })
}
