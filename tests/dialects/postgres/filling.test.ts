import { describe, expect, test } from 'vitest'
import { filling } from '../../../src/dialects/postgres/words/filling.ts'
import type { Session } from '../../../src/dialects/session.ts'
import { postgresMajors } from '../../support/databases.ts'
import { backfill } from '../../support/schemas.ts'
import { inPublic } from '../../support/tables.ts'
import { withDatabase } from './samples.ts'

const name = inPublic('_rq_fill')

async function started(session: Session, set: Readonly<Record<string, string>>, where: string): Promise<void> {
  for (const { sql } of filling.start(backfill('people', set, where), name)) await session.execute(sql)
}

describe.each(postgresMajors().map((major) => ({ major })))(
  'rows as they are written, PostgreSQL $major',
  ({ major }) => {
    test('are filled by the rule, also beside columns with names of PL/pgSQL', () =>
      withDatabase(major, async (session) => {
        await session.execute('create table people (id integer, found boolean, new text, tg_op text)')
        await started(session, { found: 'true', new: "people.tg_op || '!'" }, 'found is null')
        await session.execute("insert into people values (1, null, null, 'x'), (2, false, 'own', 'y')")
        expect(await session.query('select * from people order by id')).toEqual([
          { id: 1, found: true, new: 'x!', tg_op: 'x' },
          { id: 2, found: false, new: 'own', tg_op: 'y' },
        ])
      }))

    test('are left to the batches, which keep what was there, when they needed it before', () =>
      withDatabase(major, async (session) => {
        await session.execute('create table people (id integer, age integer, note text)')
        await session.execute('insert into people values (1, -6)')
        await started(session, { age: 'abs(age)' }, 'age < 0')
        await session.execute("update people set note = 'seen'")
        expect(await session.query('select age from people')).toEqual([{ age: -6 }])
        await session.execute('update people set age = 3')
        await session.execute('update people set age = -4')
        expect(await session.query('select age from people')).toEqual([{ age: 4 }])
      }))

    test('are read as in a batch, whatever the application has set', () =>
      withDatabase(major, async (session) => {
        await session.execute('create table people (id integer, seen timestamptz, day date, said text)')
        const set = {
          day: 'seen::date',
          said: "seen || ' ' || interval '1 day' || ' ' || decode('ff', 'hex')::text || 0.1::float8",
        }
        await started(session, set, 'day is null')
        await session.execute(`set timezone = 'Asia/Tokyo'; set datestyle = 'German'; set intervalstyle = 'iso_8601';
          set bytea_output = 'escape'; set extra_float_digits = 0; set standard_conforming_strings = off`)
        await session.execute("insert into people values (1, '2024-05-01 20:00+00')")
        await session.execute(`reset all`)
        expect(await session.query('select day::text, said from people')).toEqual([
          { day: '2024-05-01', said: '2024-05-01 20:00:00+00 1 day \\xff0.1' },
        ])
      }))

    test('lend nobody the rights of the plan', () =>
      withDatabase(major, async (session) => {
        await session.execute('create table people (id integer, tier integer)')
        await session.execute('create table tiers (id integer); insert into tiers values (1)')
        await started(session, { tier: '(select max(id) from tiers)' }, 'tier is null')
        await session.execute('grant insert on people to app')
        await session.execute('set role app')
        await session.execute('create temp view tiers as select 7 as id; grant select on tiers to public')
        await session.execute('insert into people values (1)')
        await session.execute('create temp table own (id integer, tier integer)')
        const attached = 'create trigger t before insert on own for each row execute function public._rq_fill()'
        await expect(session.execute(attached)).rejects.toMatchObject({ code: '42501' })
        await session.execute('reset role')
        expect(await session.query('select tier from people')).toEqual([{ tier: 1 }])
      }))
  },
)
