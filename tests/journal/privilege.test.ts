import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '../../src/dialects/session.ts'
import { openJournal } from '../../src/journal/journal.ts'
import { postgresEngines } from '../apply/support/engines.ts'
import { plan } from '../apply/support/plans.ts'
import type { FreshDatabase } from '../support/databases.ts'

describe.each(postgresEngines())('a role with few rights on $name', ({ dialect, fresh }) => {
  let database: FreshDatabase
  let owner: Session
  let guest: Session
  const role = `guest "${process.pid}"`
  const quoted = `"guest ""${process.pid}"""`

  beforeEach(async () => {
    database = await fresh()
    owner = await dialect.connect(database.url, 'owner')
    await owner.execute(`drop role if exists ${quoted}`)
    await owner.execute(`create role ${quoted} login password 'secret'`)
    guest = await dialect.connect(database.url, 'guest')
    await guest.execute(`set session authorization ${quoted}`)
  })
  afterEach(async () => {
    await guest.close()
    await owner.execute(`drop owned by ${quoted}`)
    await owner.execute(`drop role ${quoted}`)
    await owner.close()
    await database.dispose()
  })

  test('may read that there is no journal, and is told what it needs to create one', async () => {
    const journal = await openJournal(guest)
    expect(await journal.recorded()).toBeNull()
    const [row] = await owner.query('select quote_ident(current_database()) as name')
    await expect(journal.ensure()).rejects.toMatchObject({
      code: 'refused',
      sqlState: '42501',
      message: expect.stringContaining(role.replaceAll('"', '""')),
      hint: `Run as an administrator: GRANT CREATE ON DATABASE ${String(row?.['name'])} TO ${quoted};`,
    })
  })

  test('is told what it needs to read the journal of somebody else, and then can', async () => {
    await (await openJournal(owner)).ensure()
    const refusal: unknown = await (await openJournal(guest)).runs().catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'refused', hint: expect.stringContaining(`TO ${quoted};`) })
    const hint = refusal instanceof Error && 'hint' in refusal ? String(refusal.hint) : ''
    for (const grant of hint.replace('Run as an administrator: ', '').split(/(?<=;) /)) await owner.execute(grant)
    const journal = await openJournal(guest)
    expect(await journal.runs()).toEqual([])
    await journal.ensure()
    await expect(journal.createRun(plan(dialect, []), 'guest')).rejects.toMatchObject({
      code: 'refused',
      sqlState: '42501',
    })
  })
})
