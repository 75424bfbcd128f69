import fc from 'fast-check'
import type { SchemaObject } from '../../../src/model/object.ts'
import { columnOf } from '../../../src/model/table.ts'
import { maybe, pick, small } from './choice.ts'
import { quoted, spoken, type World, withObjects } from './world.ts'

/** Triggers of SQLite. They change no row, since what they did to rows would have to be told from what a plan does. */
export function statementTriggerSeeds() {
  const seed = fc.record({ table: small, other: small, event: small, form: small, when: small })
  return fc.record({ watched: maybe(seed), 'Odd watch': maybe(seed, 1) })
}

export type StatementTriggerSeeds = ReturnType<typeof statementTriggerSeeds> extends fc.Arbitrary<infer S> ? S : never
type Seed = NonNullable<StatementTriggerSeeds['watched']>

export function withStatementTriggers(world: World, seeds: StatementTriggerSeeds): World {
  if (world.engine.name !== 'sqlite') return world
  return withObjects(
    world,
    Object.entries(seeds).flatMap(([name, seed]) => (seed === null ? [] : triggerOn(world, name, seed))),
  )
}

function triggerOn(world: World, bare: string, seed: Seed): SchemaObject[] {
  const table = pick(world.tables, seed.table)
  const other = pick(world.tables, seed.other)
  const views = world.objects.filter(({ kind }) => kind === 'view')
  const view = seed.form === 7 ? pick(views, seed.other) : undefined
  if (table === undefined || other === undefined) return []
  const event = pick(['insert', 'update', 'delete'] as const, seed.event) ?? 'insert'
  const row = event === 'delete' ? 'old' : 'new'
  const column = pick(table.columns, seed.when)?.name ?? 'id'
  const bodies = [
    `select ${row}.${view === undefined ? quoted(world, column) : 'id'};`,
    `select count(*) from ${spoken(world, other.name)};`,
    `update ${spoken(world, other.name)} set id = id where id < 0;`,
    `select raise(ignore) where ${row}.id < 0;\nselect 1;`,
  ]
  const hasLabel = view === undefined && columnOf(table, 'label') !== undefined
  const on =
    view === undefined ? ({ kind: 'table', name: table.name } as const) : ({ kind: 'view', name: view.name } as const)
  return [
    {
      kind: 'trigger',
      name: { schema: 'main', name: bare },
      on,
      comment: null,
      timing: view === undefined ? (seed.form % 2 === 0 ? 'after' : 'before') : 'instead_of',
      events: [event],
      columns: event === 'update' && hasLabel && seed.when < 3 ? ['label'] : [],
      forEach: 'row',
      when: seed.when > 5 ? `${row}.id > 0` : null,
      action: { kind: 'statements', text: pick(bodies, seed.form) ?? '' },
      constraint: null,
      referencing: { old: null, new: null },
      enabled: 'origin',
    },
  ]
}
