import fc from 'fast-check'
import { compareText } from '../../../src/lib/compare.ts'
import type { SchemaObject } from '../../../src/model/object.ts'
import type { ObjectRef } from '../../../src/model/object-ref.ts'
import type { PolicyCommand } from '../../../src/model/objects/policy.ts'
import { triggerEvents } from '../../../src/model/objects/trigger.ts'
import { columnOf, type Table } from '../../../src/model/table.ts'
import { maybe, pick, small } from './choice.ts'
import { comment, has, spoken, type World, withObjects } from './world.ts'

/** What hangs on tables. */
export function attachedSeeds() {
  const trigger = fc.record({ table: small, form: small, when: small, enabled: small, comment: small })
  const policy = fc.record({ table: small, command: small, using: small, roles: small, comment: small })
  return fc.record({
    triggers: fc.record({ noticed: maybe(trigger), 'Odd trigger': maybe(trigger, 1) }),
    policies: fc.record({ own_rows: maybe(policy), hidden: maybe(policy, 1) }),
    secured: fc.array(fc.record({ table: small, forced: small }), { maxLength: 2 }),
    statistics: fc.record({ linked: maybe(fc.record({ table: small, form: small, kinds: small, comment: small })) }),
  })
}

export type AttachedSeeds = ReturnType<typeof attachedSeeds> extends fc.Arbitrary<infer S> ? S : never
type TriggerSeed = NonNullable<AttachedSeeds['triggers']['noticed']>
type PolicySeed = NonNullable<AttachedSeeds['policies']['own_rows']>

export function withAttached(world: World, { triggers, policies, secured, statistics }: AttachedSeeds): World {
  if (world.engine.name === 'sqlite') return world
  const tables = world.tables.filter(({ partitionOf }) => partitionOf === null)
  const on = <S extends { readonly table: number }>(
    named: Readonly<Record<string, S | null>>,
    draw: (name: string, table: Table, seed: S) => SchemaObject[],
  ): SchemaObject[] =>
    Object.entries(named).flatMap(([name, seed]) => {
      const table = seed === null ? undefined : pick(tables, seed.table)
      return seed === null || table === undefined ? [] : draw(name, table, seed)
    })
  return withObjects(world, [
    ...on(triggers, (name, table, seed) => (has(world, 'function', 'touch') ? [triggerOn(name, table, seed)] : [])),
    ...on(policies, (name, table, seed) => [policyOn(name, table, seed, world)]),
    ...securedTables(secured, tables),
    ...on(statistics, statisticsOn),
  ])
}

function tableRef({ name }: Table): ObjectRef {
  return { kind: 'table', name }
}

function triggerOn(bare: string, table: Table, { form, when, enabled, comment: number }: TriggerSeed): SchemaObject {
  const constraint = form === 0 && table.partitionBy === null
  const row = constraint || form % 2 === 0
  const label = columnOf(table, 'label') !== undefined
  const events = constraint
    ? triggerEvents.slice(0, 2)
    : row
      ? (['insert', 'update'] as const)
      : triggerEvents.slice(0, 3)
  return {
    kind: 'trigger',
    name: { schema: table.name.schema, name: bare },
    on: tableRef(table),
    comment: comment(number, 'notices'),
    timing: form < 4 || table.partitionBy !== null ? 'after' : 'before',
    events,
    columns: row && !constraint && when > 4 && label ? ['label'] : [],
    forEach: row ? 'row' : 'statement',
    when: row && !constraint && when < 3 ? (label && when === 0 ? '(new.label IS NOT NULL)' : '(new.id > 0)') : null,
    action: { kind: 'call', function: 'public.touch', arguments: when === 1 ? ["it's"] : [] },
    constraint: constraint ? { deferrable: when < 4 ? 'initially_deferred' : 'no', from: null } : null,
    referencing: { old: null, new: null },
    enabled: (['disabled', 'always', 'replica'] as const)[enabled] ?? 'origin',
  }
}

const commands: readonly PolicyCommand[] = ['all', 'select', 'insert', 'update', 'delete']

function policyOn(bare: string, table: Table, seed: PolicySeed, world: World): SchemaObject {
  const command = pick(commands, seed.command) ?? 'all'
  const other = world.tables.find(({ name, partitionOf }) => name !== table.name && partitionOf === null)
  const conditions = [
    'id > 0',
    ...(columnOf(table, 'label')?.type === 'text' ? ["label <> 'hidden'::text"] : []),
    ...(has(world, 'function', 'doubled') ? ['public.doubled(id) > 0'] : []),
    ...(other === undefined ? [] : [`EXISTS (SELECT 1 FROM ${spoken(world, other.name)} o WHERE o.id > 0)`]),
  ]
  const condition = pick(conditions, seed.using) ?? 'true'
  return {
    kind: 'policy',
    name: { schema: table.name.schema, name: bare },
    on: tableRef(table),
    comment: comment(seed.comment, 'who sees what'),
    restrictive: bare === 'hidden',
    command,
    roles: seed.roles === 0 ? ['pg_monitor', 'pg_read_all_stats'] : ['public'],
    using: command === 'insert' ? null : condition,
    withCheck:
      command === 'insert' || (seed.using === 5 && (command === 'all' || command === 'update')) ? condition : null,
  }
}

function securedTables(seeds: AttachedSeeds['secured'], tables: readonly Table[]): SchemaObject[] {
  const found = new Map<Table, SchemaObject>()
  for (const { table: number, forced } of seeds) {
    const table = pick(tables, number)
    if (table === undefined) continue
    found.set(table, {
      kind: 'row_security',
      name: table.name,
      on: tableRef(table),
      comment: null,
      enabled: forced !== 0,
      forced: forced < 2,
    })
  }
  return [...found.values()]
}

function statisticsOn(
  bare: string,
  table: Table,
  seed: NonNullable<AttachedSeeds['statistics']['linked']>,
): SchemaObject[] {
  const columns = ['id', 'amount', 'label', 'code', 'ref'].filter((name) => columnOf(table, name) !== undefined)
  const chosen = columns.filter((_, position) => position === 0 || position % 2 === seed.form % 2)
  const [a, b] = chosen
  if (a === undefined || b === undefined) return []
  const kinds = (['dependencies', 'mcv', 'ndistinct'] as const).filter((_, position) => position !== seed.kinds)
  return [
    {
      kind: 'statistics',
      name: { schema: table.name.schema, name: bare },
      on: tableRef(table),
      comment: comment(seed.comment, 'go together'),
      columns: seed.form > 5 ? [a] : [a, b].sort(compareText),
      expressions: seed.form > 5 ? ['(id % (2)::bigint)'] : [],
      kinds,
      target: seed.comment === 1 ? 200 : null,
    },
  ]
}
