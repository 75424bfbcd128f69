import { afterEach, expect, test } from 'vitest'
import { countStatements } from '../support/count-statements.ts'
import { createWorld, postgresEngine, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const customers = (columns: string, more = '') =>
  `tables:
  customers:${more}
    columns: { id: { type: bigint, identity: by_default }, ${columns} }
    primary_key: [id]
views:
  everybody: select id from customers
`

test('at the gate a table is read through the view that stands for it', async () => {
  world = await createWorld(postgresEngine(), { gate: 'manual' })
  await world.write(customers('phone: text'))
  await world.expect(0, '--yes')
  const before = await world.contents()
  await world.write(customers('mobile: { type: text, renamed_from: { name: phone, online: true } }'))
  await world.expect(4, '--yes', '--detailed-exitcode')
  await world.sql(`insert into customers (phone) values ('1'); insert into customers (mobile) values ('2')`)

  expect((await world.expect(0, 'status')).stdout).toContain('waiting at the gate')
  expect((await world.expect(3, 'drift')).stderr).toContain('it waits at the gate')
  const { stdout } = await world.expect(0, 'inspect')
  expect(stdout).toMatch(/customers:\s+columns:\s+id: .*\s+mobile: text/)
  expect(stdout).toContain('FROM public.customers')
  expect(stdout).not.toMatch(/_rq_|phone/)

  await world.expect(0, 'continue')
  await world.expect(0, 'drift')
  expect(await world.rows('select mobile from customers order by id')).toEqual([{ mobile: '1' }, { mobile: '2' }])
  await world.expect(0, 'rollback', '--yes')
  expect((await world.contents()).schema).toEqual(before.schema)
  expect(await world.rows('select phone from customers order by id')).toEqual([{ phone: '1' }, { phone: '2' }])
})

test('whoever uses the old name of a table through its view is counted', async () => {
  world = await createWorld(postgresEngine(), { gate: 'manual' })
  await world.write(customers('phone: text').replaceAll('customers', 'clients'))
  await world.expect(0, '--yes')
  await world.write(
    'targets:\n  app:\n    url: ${APP_URL}\n    gate:\n      unused: 1s\ndefault_target: app\n',
    'specs/reconcile.yaml',
  )
  await world.write(customers('phone: text', '\n    renamed_from: { name: clients, online: true }'))
  await world.expect(4, '--yes', '--detailed-exitcode')
  expect((await world.expect(3, 'continue')).stderr).toContain('the server counts no use of views')
  await countStatements(world.url)
  await world.expect(3, 'continue')
  await world.sql('select phone from clients')
  expect((await world.expect(3, 'continue')).stderr).toContain('clients: 1 call of select phone from clients')
  await world.sql('select phone from customers')
  await world.expect(0, 'continue', '--wait', '1m')
  expect(await world.rows(`select to_regclass('clients') as gone`)).toEqual([{ gone: null }])
})
