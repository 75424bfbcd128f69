import { describe, expect, test } from 'vitest'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Routine } from '../../src/model/objects/routine.ts'
import type { Rename } from '../../src/model/rename.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { grant, owner, rowSecurity } from '../support/access.ts'
import { routine, trigger } from '../support/objects.ts'
import { outline, type PlanParts, planOf, schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'

const id = column('id', 'bigint', { nullable: false })
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
const people = (name: string, rest: Partial<Table> = {}, objects: readonly SchemaObject[] = []): Schema => ({
  ...schema([table('people', [id, column(name, 'text')], { ...key, ...rest })]),
  objects,
})
const before = people('phone')
const after = people('mobile')
const rename: Rename = { table: inPublic('people'), column: 'mobile', from: 'phone' }
const large = { people: { rows: 1e6, bytes: 1e9 } }
const steps = (parts: PlanParts, one = before, other = after): string[] =>
  outline(planOf(one, other, { renames: [rename], ...parts }))

const direct = ['contract: rename column people.phone to mobile']
const online = [
  'validate: rename columns of people: phone to mobile, behind a view people with the old names',
  'contract: take away the view people with the old names',
]

describe('renames are online', () => {
  test('for a large table behind a gate', () => {
    expect(steps({ sizes: large })).toEqual(online)
    expect(steps({})).toEqual(direct)
    expect(steps({ sizes: large, gate: 'none' })).toEqual(direct)
  })

  test('as the specs say', () => {
    expect(steps({ renames: [{ ...rename, online: true }] })).toEqual(online)
    expect(steps({ renames: [{ ...rename, online: false }], sizes: large })).toEqual(direct)
  })

  test('for all of a table where it is said of one', () => {
    const both = schema([table('customers', [id, column('mobile', 'text')], key)])
    const renames: Rename[] = [
      { table: inPublic('customers'), column: null, from: 'people' },
      { ...rename, table: inPublic('customers'), online: true },
    ]
    expect(steps({ renames }, before, both)).toEqual([
      'validate: rename table people to customers, and columns of it: phone to mobile, behind a view people with the old names',
      'contract: take away the view people with the old names',
    ])
  })
})

test('nothing touches the table between opening and closing', () => {
  const required = schema([
    table(
      'people',
      [{ ...id, type: 'bigint' }, column('mobile', 'text'), column('age', 'integer', { nullable: false })],
      {
        ...key,
        checks: [{ name: 'grown', expression: 'age > 17', validated: true }],
      },
    ),
  ])
  const now = schema([table('people', [id, column('phone', 'text'), column('age', 'integer')], key)])
  const lines = steps({ sizes: large }, now, required)
  expect(lines.at(lines.indexOf(online[0] ?? '') + 1)).toBe(online[1])
  expect(lines.slice(0, lines.indexOf(online[0] ?? ''))).not.toEqual([])
  expect(lines.slice(0, 2).every((line) => !line.startsWith('contract'))).toBe(true)
})

describe('renames stay direct and say why', () => {
  const reasons = (one: Schema, parts: PlanParts = {}): string[] =>
    planOf(one, { ...after, objects: one.objects }, { renames: [{ ...rename, online: true }], ...parts }).steps.flatMap(
      ({ hazards }) => hazards.flatMap(({ message }) => message.split('; not online, since ').slice(1)),
    )

  test('under row-level security before PostgreSQL 15', () => {
    const guarded = people('phone', {}, [rowSecurity('people')])
    expect(reasons(guarded, { serverVersion: '14.23' })).toEqual([
      'before PostgreSQL 15 a view passes by its row-level security',
    ])
    expect(reasons(guarded)).toEqual([])
  })

  test('where rights would be other ones behind a view', () => {
    const some = { columns: { id: { privileges: ['select'], grantable: [] } } }
    expect(reasons(people('phone', {}, [rowSecurity('people'), grant('app', 'people', some)]))).toEqual([
      'it has both policies and grants on single columns',
    ])
    expect(reasons(people('phone', {}, [grant('app', 'people', some)]))).toEqual([])
    expect(reasons(people('phone', {}, [owner('app', 'people'), grant('app', 'people')]))).toEqual([
      'its owner has not the usual rights to it',
    ])
  })

  test('of a table that is published, or ruled over', () => {
    const unmodeled = (kind: string): Schema => ({
      ...before,
      unmodeled: [{ kind, name: inPublic('it'), table: inPublic('people'), sql: null }],
    })
    expect(reasons(unmodeled('publication'))).toEqual(['the publication it is bound to the table'])
    expect(reasons(unmodeled('subscription'))).toEqual(['the subscription it is bound to the table'])
    expect(reasons(unmodeled('rule'))).toEqual(['the rule it is bound to the table'])
    expect(reasons(unmodeled('security label'))).toEqual([])
  })

  test('when a trigger knows the row or the table by name', () => {
    expect(reasons(people('phone', {}, called('new.phone := null; return new;')))).toEqual([
      'the function of trigger noted speaks of the old names',
    ])
    expect(reasons(people('phone', {}, called('insert into log values (tg_table_name); return new;')))).toHaveLength(1)
    expect(reasons(people('phone', {}, called('return new;')))).toEqual([])
  })

  test('when something is made of its rows', () => {
    const given = { mode: 'in', name: 'one', type: 'public.people', default: null } as const
    const taken: Routine = { ...aFunction('f(people)', 'select 1'), arguments: [given] }
    expect(reasons(people('phone', {}, [taken]))).toEqual(['function f(people) takes or gives its rows as a type'])
  })

  test('when other tables inherit', () => {
    const heirs: Schema = {
      ...before,
      tables: [table('heirs', [], { inherits: [inPublic('people')] }), ...before.tables],
    }
    const wanted: Schema = {
      ...after,
      tables: [table('heirs', [], { inherits: [inPublic('people')] }), ...after.tables],
    }
    const [step] = planOf(heirs, wanted, { renames: [{ ...rename, online: true }] }).steps
    expect(step?.hazards.map(({ message }) => message).join('')).toContain('tables inherit its columns')
  })
})

function called(body: string): SchemaObject[] {
  const action = { kind: 'call', function: 'public.note', arguments: [] } as const
  return [aFunction('note()', `begin ${body} end`), trigger('noted', 'people', { action })]
}

function aFunction(name: string, text: string): Routine {
  return routine(name, text, { language: 'plpgsql', returns: { kind: 'type', type: 'trigger', setof: false } })
}
