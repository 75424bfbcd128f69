import { expect, it } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { SchemaObject } from '../../../src/model/object.ts'
import { refKey } from '../../../src/model/object-ref.ts'
import { writeSpecs } from '../../../src/spec/write/write.ts'
import { grant, owner, policy, rowSecurity, statistics } from '../../support/access.ts'
import { schema } from '../../support/schemas.ts'
import { column, table } from '../../support/tables.ts'
import { readBack } from './written.ts'

async function written(...objects: readonly SchemaObject[]): Promise<string> {
  const tables = [table('orders', [column('owner', 'text'), column('total', 'integer')])]
  const sorted = objects.toSorted((a, b) => (refKey(a) < refKey(b) ? -1 : 1))
  const of = { ...schema(tables), objects: sorted }
  const options = { dialect: postgres, serverVersion: '18.4', layout: 'whole', jsonSchema: 'spec.schema.json' } as const
  const files = writeSpecs(of, options)
  expect(await readBack(files, postgres, '18.4')).toEqual(of)
  return [...files.values()].join('').replace(/^#.*\n/, '')
}

it('writes policies and row-level security', async () => {
  const own = policy('own', 'orders', {
    command: 'select',
    roles: ['app', 'reporting'],
    using: 'owner = current_user',
    comment: 'Own',
  })
  const all = policy('all', 'orders', { restrictive: true, using: 'true', withCheck: 'total > 0' })
  expect(await written(own, all, rowSecurity('orders', { forced: true }))).toMatchInlineSnapshot(`
    "
    tables:
      orders:
        columns:
          owner: text
          total: integer
        row_security: forced
        policies:
          all: { as: restrictive, using: true, with_check: total > 0 }
          own: { for: select, to: [app, reporting], using: owner = current_user, comment: Own }
    "
  `)
  expect(await written(rowSecurity('orders'))).toContain('row_security: true')
  expect(await written(rowSecurity('orders', { enabled: false, forced: true }))).toContain('enabled: false')
})

it('writes extended statistics', async () => {
  const short = statistics('short', 'orders', { columns: ['owner', 'total'] })
  const one = statistics('one', 'orders', { expressions: ['lower(owner)'], kinds: [], comment: 'Lower' })
  const long = statistics('long', 'orders', {
    columns: ['owner'],
    expressions: ['total + 1'],
    kinds: ['mcv'],
    target: 9,
  })
  const elsewhere = statistics('short', 'orders', {
    columns: ['owner', 'total'],
    name: { schema: 'crm', name: 'short' },
  })
  expect(await written(short, one, long, elsewhere)).toMatchInlineSnapshot(`
    "
    tables:
      orders:
        columns:
          owner: text
          total: integer
        statistics:
          crm.short: [owner, total]
          long: { columns: [owner], expressions: [total + 1], kinds: [mcv], target: 9 }
          one: { expressions: [lower(owner)], comment: Lower }
          short: [owner, total]
    "
  `)
})

it('writes owners and grants', async () => {
  const app = grant('app', 'orders', { privileges: ['insert', 'select'] })
  const reporting = grant('reporting', 'orders', {
    privileges: ['select'],
    grantable: ['select'],
    columns: { total: { privileges: ['update'], grantable: [] } },
  })
  const all = grant('Auditors', 'orders', { privileges: ['select'], grantable: ['select'] })
  expect(await written(owner('app_owner', 'orders'), app, reporting, all)).toMatchInlineSnapshot(`
    "
    tables:
      orders:
        columns:
          owner: text
          total: integer
        owner: app_owner
        grants:
          Auditors: { privileges: [select], grant_option: true }
          app: [insert, select]
          reporting: { privileges: [select], columns: { total: [update] }, grant_option: [select] }
    "
  `)
})
