import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { type Desired, sourceKey } from '../../src/model/desired.ts'
import { columnOf, type Table } from '../../src/model/table.ts'
import { bind } from '../../src/spec/bind.ts'
import { loadSpecs } from '../../src/spec/load.ts'

const fixture = fileURLToPath(new URL('every-key.yaml', import.meta.url))
const text = readFileSync(fixture, 'utf8')
const specs = await loadSpecs(fixture, { cacheDir: null })
const onPostgres = bind(specs, postgres, null).desired
const onSqlite = bind(specs, sqlite, null).desired

function table({ schema }: Desired, name: string): Table {
  const found = schema.tables.find((each) => each.name.name === name)
  if (found === undefined) throw new Error(`no table ${name}`)
  return found
}

function lineOf(part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length
}

const customers = { postgres: table(onPostgres, 'customers'), sqlite: table(onSqlite, 'customers') }

describe('columns', () => {
  it.each([
    [
      'id',
      { type: 'bigint', identity: 'by_default', nullable: false },
      { type: 'integer', identity: 'by_default', nullable: false },
    ],
    ['short', { type: 'text', nullable: true, default: null }, { type: 'text' }],
    ['number', { type: 'integer', nullable: false, default: '0' }, { default: '0' }],
    ['exact', { type: 'numeric(12,2)', default: '1.50' }, { type: 'numeric', default: '1.50' }],
    ['flag', { type: 'boolean', default: 'true' }, { type: 'integer', default: 'true' }],
    ['sql', { type: 'timestamp with time zone', default: 'now()' }, { type: 'text', default: 'CURRENT_TIMESTAMP' }],
    ['constant', { default: "'x'", comment: 'A constant' }, { default: "'x'", comment: null }],
    ['engines', { type: 'inet', default: "'::1'" }, { type: '', default: null }],
    [
      'stored',
      { generated: { expression: 'lower(short)', stored: true } },
      { generated: { expression: 'lower(short)', stored: true } },
    ],
    ['virtual', { generated: { expression: 'upper(short)', stored: false } }, { generated: { stored: false } }],
    ['sorted', { collation: 'C' }, { collation: null }],
    ['kind', { type: 'public.kind', default: "'a'" }, { type: 'text', default: "'a'" }],
    ['kinds', { type: 'public.kind[]' }, { type: 'text' }],
  ])('%s', (name, expectedOnPostgres, expectedOnSqlite) => {
    expect(columnOf(customers.postgres, name)).toMatchObject(expectedOnPostgres)
    expect(columnOf(customers.sqlite, name)).toMatchObject(expectedOnSqlite)
  })

  it('keep the order of the file', () => {
    expect(customers.postgres.columns.slice(0, 3).map(({ name }) => name)).toEqual(['id', 'short', 'number'])
  })
})

describe('constraints', () => {
  it('have the names that are written, or the engine’s own', () => {
    const tiers = table(onPostgres, 'tiers')
    expect(tiers.primaryKey).toEqual({
      name: 'tiers_pkey',
      columns: ['id'],
      include: ['region'],
      options: { fillfactor: '70' },
      comment: 'The number',
    })
    expect(table(onSqlite, 'tiers').primaryKey).toEqual({ name: 'tiers_pkey', columns: ['id'] })
    expect(tiers.uniques.map(({ name }) => name)).toEqual([
      'tiers_code_key',
      'tiers_code_region_key',
      'tiers_region_code_key',
    ])
    expect(customers.postgres.primaryKey).toEqual({ name: 'customers_key', columns: ['id'] })
  })

  it('unique', () => {
    expect(customers.postgres.uniques).toEqual([
      {
        name: 'customers_flag_key',
        columns: ['flag', 'region'],
        include: ['number'],
        options: { deduplicate_items: 'off' },
        nullsNotDistinct: false,
        deferrable: 'no',
        comment: 'Once a region',
      },
      { name: 'customers_short_key', columns: ['short'], nullsNotDistinct: false, deferrable: 'no' },
      {
        name: 'customers_sorted_key',
        columns: ['sorted', 'region'],
        nullsNotDistinct: true,
        deferrable: 'initially_immediate',
      },
    ])
    expect(customers.sqlite.uniques.map(({ name, ...rest }) => rest)).toEqual([
      { columns: ['flag', 'region'], nullsNotDistinct: false, deferrable: 'no' },
      { columns: ['short'], nullsNotDistinct: false, deferrable: 'no' },
      { columns: ['sorted', 'region'], nullsNotDistinct: false, deferrable: 'no' },
    ])
  })

  it('checks, and those that stand for an enum on SQLite', () => {
    expect(customers.postgres.checks.map(({ name, expression }) => [name, expression])).toEqual([
      ['number_positive', 'number > 0'],
      ['only_postgres', 'number < 10'],
      ['with_more', 'number < 9'],
    ])
    expect(customers.postgres.checks.at(-1)).toEqual({
      name: 'with_more',
      expression: 'number < 9',
      validated: false,
      noInherit: true,
      comment: 'Small',
    })
    expect(customers.sqlite.checks.map(({ name, expression }) => [name, expression])).toEqual([
      ['customers_kind_enum', "kind in ('a', 'it''s')"],
      ['number_positive', 'number > 0'],
      ['with_more', 'number < 8'],
    ])
    expect(customers.sqlite.checks.at(-1)).toEqual({ name: 'with_more', expression: 'number < 8', validated: true })
  })

  it('foreign keys', () => {
    const tiers = { schema: 'public', name: 'tiers' }
    expect(customers.postgres.foreignKeys).toEqual([
      {
        name: 'by_mapping',
        columns: ['tier_code', 'region'],
        references: { table: tiers, columns: ['code', 'region'] },
        match: 'full',
        onDelete: 'set_null',
        onDeleteColumns: ['region'],
        onUpdate: 'no_action',
        deferrable: 'no',
        validated: false,
        comment: 'The tier',
      },
      {
        name: 'by_text',
        columns: ['tier_code', 'region'],
        references: { table: tiers, columns: ['code', 'region'] },
        onDelete: 'no_action',
        onUpdate: 'no_action',
        deferrable: 'no',
        validated: true,
      },
      {
        name: 'customers_tier_id_fkey',
        columns: ['tier_id'],
        references: { table: tiers, columns: ['id'] },
        onDelete: 'cascade',
        onUpdate: 'restrict',
        deferrable: 'initially_deferred',
        validated: true,
      },
    ])
  })
})

describe('indexes', () => {
  it('with everything', () => {
    const everything = customers.postgres.indexes.find(({ name }) => name === 'by_mapping')
    expect(everything).toEqual({
      name: 'by_mapping',
      unique: true,
      method: 'btree',
      keys: [
        { on: { column: 'short' }, order: 'asc', nulls: 'last', collation: null, opclass: null },
        { on: { column: 'region' }, order: 'desc', nulls: 'last', collation: 'C', opclass: 'text_pattern_ops' },
        { on: { expression: 'lower(short)' }, order: 'asc', nulls: 'last', collation: null, opclass: null },
      ],
      include: ['number'],
      where: 'number > 0',
      nullsNotDistinct: true,
      comment: 'Everything',
      options: { fillfactor: '70' },
      valid: true,
    })
  })

  it('sort nulls the way of their engine when nothing is said', () => {
    const nulls = ({ indexes }: Table) =>
      indexes.find(({ name }) => name === 'by_mapping')?.keys.map((key) => key.nulls)
    expect(nulls(customers.postgres)).toEqual(['last', 'last', 'last'])
    expect(nulls(customers.sqlite)).toEqual(['first', 'last', 'first'])
  })

  it('are left out where a key is null', () => {
    expect(customers.postgres.indexes.some(({ name }) => name === 'only_postgres')).toBe(true)
    expect(customers.sqlite.indexes.some(({ name }) => name === 'only_postgres')).toBe(false)
  })

  it('keep of the rest what SQLite has', () => {
    expect(customers.sqlite.indexes.find(({ name }) => name === 'by_mapping')).toMatchObject({
      unique: true,
      include: [],
      where: 'number > 0',
      nullsNotDistinct: false,
      comment: null,
      keys: [{ collation: null }, { collation: 'nocase', opclass: null }, { on: { expression: 'lower(short)' } }],
    })
  })
})

describe('the rest', () => {
  it('enums', () => {
    expect(onPostgres.schema.enums).toEqual([
      { name: { schema: 'crm', name: 'long' }, labels: ['x', 'y'], comment: 'A type' },
      { name: { schema: 'public', name: 'kind' }, labels: ['a', "it's"], comment: null },
    ])
    expect(onSqlite.schema.enums).toEqual([])
  })

  it('backfills', () => {
    const owner = { schema: 'crm', name: 'customers' }
    expect(onPostgres.backfills).toEqual([
      {
        name: 'fill',
        table: owner,
        set: [
          { column: 'short', expression: "'x'" },
          { column: 'number', expression: '1' },
        ],
        where: 'short is null',
        batch: { rows: 100, targetMs: 1500 },
      },
      {
        name: 'plain',
        table: owner,
        set: [{ column: 'region', expression: "'r'" }],
        where: 'region is null',
        batch: { rows: 5000, targetMs: 200 },
      },
    ])
  })

  it('renames, and what is none', () => {
    const owner = { schema: 'crm', name: 'customers' }
    expect(onPostgres.renames.map(({ table: of, column, from }) => [of.name, column, from])).toEqual([
      ['customers', null, 'clients'],
      ['customers', 'number', 'nr'],
      ['lists_a', null, 'lists_old'],
    ])
    expect(onPostgres.renames.map(({ online }) => online)).toEqual([true, undefined, undefined])
    expect(onPostgres.renames[1]?.position).toMatchObject({ line: lineOf('renamed_from: nr'), length: 2 })
    expect(onPostgres.notRenamed).toEqual([{ table: owner, column: 'constant' }])
    expect(onPostgres.ignore).toEqual([{ table: owner, pattern: 'legacy_*' }])
  })

  it('knows where each thing is written', () => {
    const owner = { schema: 'crm', name: 'customers' }
    const written = (...key: Parameters<typeof sourceKey>): string => {
      const { line = 0, column = 0, length = 0 } = onPostgres.sources.get(sourceKey(...key)) ?? {}
      return text.split('\n')[line - 1]?.slice(column - 1, column - 1 + length) ?? ''
    }
    expect(written('table', owner)).toBe('crm.customers')
    expect(written('column', owner, 'short')).toBe('short')
    expect(written('constraint', owner, 'customers_key')).toBe('primary_key')
    expect(written('constraint', owner, 'number_positive')).toBe('number_positive')
    expect(written('constraint', owner, 'customers_tier_id_fkey')).toBe('tier_id')
    expect(written('constraint', { schema: 'public', name: 'tiers' }, 'tiers_code_key')).toBe('unique')
    expect(written('index', owner, 'by_short')).toBe('by_short')
    expect(written('backfill', owner, 'fill')).toBe('fill')
    expect(written('enum', { schema: 'public', name: 'kind' })).toBe('kind')
    expect([...onPostgres.sources].length).toBe(onPostgres.sources.size)
    expect(onPostgres.sources.get('nothing')).toBeUndefined()
  })
})
