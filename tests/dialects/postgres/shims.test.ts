import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../../src/dialects/session.ts'
import type { Shim } from '../../../src/dialects/shim-words.ts'
import { postgresMajors } from '../../support/databases.ts'
import { grant } from '../../support/access.ts'
import { named, withDatabase } from './samples.ts'

const granted = { privileges: ['select'], grantable: [] }
const shim: Shim = {
  name: named('old_people'),
  base: named('people'),
  columns: ['id', 'whose', 'mobile', 'secret'].map((of) => ({ name: of === 'mobile' ? 'phone' : of, of })),
  asInvoker: false,
  access: [],
}
const ddl = `create table people (id int primary key, whose text, mobile text, secret text);
  insert into people values (1, 'app', '1', 's'), (2, 'other', '2', 's');`

/** Nobody gets more than the table gives. */
describe.each(postgresMajors())('a view in the place of a table on PostgreSQL %d', (major) => {
  test('shows the columns that are granted, and takes what may be written', () =>
    withDatabase(major, async (session) => {
      await session.execute(ddl)
      const phone = { privileges: ['select', 'update'], grantable: [] }
      const some = grant('app', 'old_people', { columns: { id: granted, phone } })
      await open(session, { ...shim, access: [{ ...some, on: { kind: 'view', name: shim.name } }] })
      await session.execute('set role app')
      await session.execute(`update old_people set phone = '3' where id = 1`)
      expect(await session.query('select id, phone from old_people order by id')).toEqual([
        { id: 1, phone: '3' },
        { id: 2, phone: '2' },
      ])
      for (const sql of ['select secret from old_people', `update old_people set id = 7`, 'delete from old_people'])
        await expect(session.query(sql)).rejects.toThrow('permission denied for view old_people')
    }))

  test("is nobody's, and goes without a trace", () =>
    withDatabase(major, async (session) => {
      await session.execute(ddl)
      const before = await postgres.introspect(session)
      await open(session, shim)
      expect(await postgres.introspect(session)).toEqual(before)
      for (const { sql } of postgres.words.shims.drop(shim)) await session.execute(sql)
      expect(await postgres.introspect(session)).toEqual(before)
    }))

  test('leaves the table that stands aside behind it to be read by its name', () =>
    withDatabase(major, async (session) => {
      await session.execute(`${ddl} create table orders (who int references people); create index on people (mobile);
        create view mobiles as select mobile from people where id > 1; alter table people enable row level security;
        create policy own on people using (whose = current_user)`)
      const before = await postgres.introspect(session)
      const base = named('_rq_12345678_abcdef_shim')
      await session.execute(`alter table people rename to ${base.name}`)
      await open(session, { ...shim, name: named('people'), base })
      expect(await postgres.introspect(session)).toEqual(before)
    }))
})

test.each(postgresMajors().filter((major) => major >= 15))(
  'it shows the rows that policies let one see, on PostgreSQL %d',
  (major) =>
    withDatabase(major, async (session) => {
      await session.execute(`${ddl} grant select, update on people to app; alter table people enable row level security;
        create policy own on people using (whose = current_user)`)
      const all = grant('app', 'old_people', { privileges: ['select', 'update'] })
      await open(session, { ...shim, asInvoker: true, access: [{ ...all, on: { kind: 'view', name: shim.name } }] })
      await session.execute('set role app; set row_security = on')
      await session.execute(`update old_people set phone = '3'`)
      expect(await session.query('select id, phone from old_people')).toEqual([{ id: 1, phone: '3' }])
    }),
)

async function open(session: Session, one: Shim): Promise<void> {
  for (const { sql } of postgres.words.shims.create(one)) await session.execute(sql)
}
