import { sequenceOptions } from '../../../src/model/sequence-options.ts'
import { describe, expect, it } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { Dialect } from '../../../src/dialects/dialect.ts'
import type { Schema } from '../../../src/model/schema.ts'
import type { Layout } from '../../../src/spec/write/files.ts'
import { writeSpecs } from '../../../src/spec/write/write.ts'
import type { NamedSchema } from '../../../src/model/objects/schema.ts'
import { schema } from '../../support/schemas.ts'
import { check, column, foreignKey, inPublic, index, table, unique } from '../../support/tables.ts'
import { readBack } from './written.ts'

const versions = { postgres: '18.4', sqlite: '3.53.2' }

async function written(of: Schema, layout: Layout = 'whole', dialect: Dialect = postgres): Promise<string> {
  const serverVersion = versions[dialect.name]
  const files = writeSpecs(of, { dialect, serverVersion, layout, jsonSchema: '../spec.schema.json' })
  expect(await readBack(files, dialect, serverVersion)).toEqual(of)
  return [...files].map(([name, text]) => `--- ${name}\n${text}`).join('')
}

const tiers = table('tiers', [column('id', 'smallint', { nullable: false }), column('region', 'text')], {
  primaryKey: { name: 'tiers_pkey', columns: ['id'] },
})

const customers = table(
  'customers',
  [
    column('id', 'bigint', {
      nullable: false,
      identity: 'always',
      sequence: { name: 'customers_id_seq', ...sequenceOptions('bigint') },
    }),
    column('full_name', 'text'),
    column('telegram_id', 'bigint'),
    column('card', 'character varying(20)', {
      nullable: false,
      default: "'none'::character varying",
      comment: 'Line 1\nLine 2',
    }),
    column('tier_id', 'smallint'),
    column('again', 'smallint'),
    column('state', 'public.state', { nullable: false }),
    column('states', 'public.state[]'),
    column('points', 'numeric(12,2)', { default: '0' }),
    column('at', 'timestamp(3) with time zone', { default: 'now()' }),
    column('double', 'numeric(12,2)', { generated: { expression: '(points * 2)', stored: true } }),
  ],
  {
    comment: 'Members',
    primaryKey: { name: 'customers_pkey', columns: ['id'] },
    uniques: [unique('card_is_unique', ['card']), unique('customers_telegram_id_key', ['telegram_id'])],
    checks: [check('positive', 'points > 0')],
    foreignKeys: [
      foreignKey('customers_again_fkey1', ['again'], 'tiers'),
      foreignKey('customers_tier_id_fkey', ['tier_id'], 'tiers', { onDelete: 'restrict' }),
    ],
    indexes: [
      index('customers_tier_idx', ['tier_id']),
      index('unique_lower', [], {
        unique: true,
        keys: [
          { on: { expression: 'lower(full_name)' }, order: 'asc', nulls: 'last', collation: null, opclass: null },
          { on: { column: 'at' }, order: 'desc', nulls: 'last', collation: null, opclass: null },
        ],
        where: 'card IS NOT NULL',
      }),
    ],
  },
)

describe('the short forms', () => {
  it('are used wherever they say everything', async () => {
    const states = [{ name: inPublic('state'), labels: ['new', "it's", 'null'], comment: null }]
    expect(await written(schema([customers, tiers], states))).toMatchInlineSnapshot(`
      "--- schema.yaml
      # yaml-language-server: $schema=../spec.schema.json

      enums:
        state: [new, it's, 'null']
      tables:
        customers:
          comment: Members
          columns:
            id: { type: bigint, identity: always }
            full_name: text
            telegram_id: { type: bigint, unique: true }
            card:
              type: varchar(20)
              not_null: true
              default: "'none'::character varying"
              comment: |-
                Line 1
                Line 2
            tier_id: { type: smallint, references: tiers.id, on_delete: restrict }
            again: smallint
            state: { type: state, not_null: true }
            states: state[]
            points: { type: 'numeric(12,2)', default: 0 }
            at: { type: timestamptz(3), default: now() }
            double: { type: 'numeric(12,2)', generated: (points * 2) }
          primary_key: [id]
          unique:
            card_is_unique: [card]
          checks:
            positive: points > 0
          foreign_keys:
            customers_again_fkey1: { columns: [again], references: tiers (id) }
          indexes:
            customers_tier_idx: [tier_id]
            unique_lower:
              columns: [{ expression: lower(full_name) }, { column: at, order: desc, nulls: last }]
              unique: true
              where: card IS NOT NULL
        tiers:
          columns:
            id: smallint
            region: text
          primary_key: [id]
      "
    `)
  })

  it('are not used for what is called otherwise than the engine would', async () => {
    const other = table('tiers', tiers.columns, { primaryKey: { name: 'tiers_key', columns: ['id'] } })
    expect(await written(schema([other]))).toContain('name: tiers_key')
  })

  it('are not used for a name that something else in the schema has', async () => {
    // PostgreSQL lets a table and a constraint that has no index share a name.
    const twin = table('orders_tier_id_fkey', [column('id', 'bigint')])
    const orders = table('orders', [column('tier_id', 'smallint')], {
      foreignKeys: [foreignKey('orders_tier_id_fkey', ['tier_id'], 'tiers')],
    })
    expect(await written(schema([orders, tiers, twin]))).toContain('  orders_tier_id_fkey: { columns: [tier_id]')
  })
})

describe('names', () => {
  it('may hold anything', async () => {
    const odd = ['Mixed Case', 'with.dot', '"quoted"', 'a"b', "it's", 'null', '12', 'a: b', '#x', 'ж', 'call(x)', '-']
    const tables = odd.map((name, position) =>
      table(name, [column(name, 'text', { nullable: false })], {
        primaryKey: { name: `key ${position}`, columns: [name] },
        foreignKeys: [
          foreignKey(`to ${position}`, [name], odd[(position + 1) % odd.length] ?? '', {
            references: {
              table: inPublic(odd[(position + 1) % odd.length] ?? ''),
              columns: [odd[(position + 1) % odd.length] ?? ''],
            },
          }),
        ],
      }),
    )
    expect(await written(schema(tables))).toContain('Mixed Case:')
  })
})

describe('schemas', () => {
  it('are said even where something is in them, so that they are managed and go when it does', async () => {
    const name = { schema: 'crm', name: 'customers' }
    const crm: NamedSchema = {
      kind: 'schema',
      name: { schema: 'crm', name: 'crm' },
      on: null,
      comment: null,
      declared: true,
    }
    const text = await written({ ...schema([table(name, [column('id', 'bigint')])]), objects: [crm] })
    expect(text).toMatch(/^schemas:\n {2}crm: null$|^schemas: \[crm\]$/m)
  })
})

describe('files', () => {
  const crm = table({ schema: 'crm', name: 'Customers' }, [column('id', 'bigint')])

  it('stand for a schema each', async () => {
    const text = await written(schema([crm, tiers]), 'schema')
    expect(text.match(/^---.*|^ {2}\S+:/gm)).toEqual([
      '--- crm.yaml',
      '  crm.Customers:',
      '--- public.yaml',
      '  tiers:',
    ])
  })

  it('stand for a table each, enums with their schema', async () => {
    const state = { name: { schema: 'crm', name: 'state' }, labels: ['a'], comment: null }
    const text = await written(schema([crm, tiers], [state]), 'table')
    expect(text.match(/^---.*/gm)).toEqual(['--- crm.customers.yaml', '--- crm.yaml', '--- tiers.yaml'])
  })

  it('have names that can be read back and that every file system takes', async () => {
    const names = ['reconcile', '.hidden', 'a/b', 'a_b', 'A_B', 'x'.repeat(63)]
    const text = await written(schema(names.map((name) => table(name, [column('id', 'bigint')]))), 'table')
    expect(text.match(/^---.*/gm)).toEqual([
      '--- _hidden.yaml',
      '--- a_b.yaml',
      '--- reconcile_.yaml',
      `--- ${'x'.repeat(63)}.yaml`,
    ])
  })
})

describe('SQLite', () => {
  it('keeps types that mean another, and keys that may be null', async () => {
    const of = schema([
      table(
        { schema: 'main', name: 'old' },
        [column('code', 'varchar(20)'), column('at', 'datetime'), column('n', 'int', { nullable: false })],
        { primaryKey: { name: 'old_pkey', columns: ['code'] } },
      ),
    ])
    expect(await written(of, 'whole', sqlite)).toMatchInlineSnapshot(`
      "--- schema.yaml
      # yaml-language-server: $schema=../spec.schema.json

      tables:
        old:
          columns:
            code: { type: { sqlite: varchar(20) }, not_null: false }
            at: datetime
            n: { type: { sqlite: int }, not_null: true }
          primary_key: [code]
      "
    `)
  })
})
