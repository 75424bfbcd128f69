import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { defaultNames } from '../../src/spec/default-names.ts'
import { freshPostgres, postgresMajors } from '../support/databases.ts'

const long = 'a_table_with_a_name_that_is_rather_long_and_then_some_more'
const cases: readonly { readonly table: string; readonly columns: readonly string[] }[] = [
  { table: 'customers', columns: ['email'] },
  { table: 'orders', columns: ['store_id', 'number'] },
  { table: long, columns: ['a'] },
  { table: long, columns: ['a_column_with_a_name_that_is_rather_long_as_well', 'b'] },
  { table: 't', columns: ['first_long_column_name_of_the_table', 'second_long_column_name_of_the_table', 'third'] },
  { table: 'кошелькикошелькикошелькикоше', columns: ['почта', 'имя'] },
  { table: 'x邮箱邮箱邮箱邮箱邮箱邮箱邮箱邮箱邮箱', columns: ['邮箱邮箱邮箱邮箱邮箱邮箱邮箱'] },
  { table: 'Upper "Case" 🦊🦊🦊🦊🦊🦊🦊🦊🦊', columns: ['🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊', 'id'] },
]

const ofPublic = `select conname from pg_catalog.pg_constraint where contype in ('p', 'u', 'f') and connamespace = 'public'::regnamespace`

describe.each(postgresMajors())('default names are those of PostgreSQL %i', (major) => {
  let session: Session
  let drop = async (): Promise<void> => undefined

  beforeAll(async () => {
    const database = await freshPostgres(major)
    session = await postgres.connect(database.url, 'reconcile-test')
    drop = database.drop
  })

  afterAll(async () => {
    await session.close()
    await drop()
  })

  it.each(cases)('$table $columns', async ({ table, columns }) => {
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
    const list = columns.map(quoted).join(', ')
    const names = await session.scratch(async () => {
      const definitions = columns.map((column) => `${quoted(column)} integer`)
      // A primary key over the same columns would make PostgreSQL leave the unique constraint out.
      await session.execute(
        `create table public.${quoted(table)} (__id integer primary key, ${definitions.join(', ')}, unique (${list}), foreign key (${list}) references public.${quoted(table)} (${list}))`,
      )
      const rows = await session.query(ofPublic)
      return rows.map((row) => String(row['conname']))
    })
    const ours = defaultNames(63)
    ours.take('public', table)
    const expected = [
      ours.choose('public', table, [], 'pkey'),
      ours.choose('public', table, columns, 'key'),
      ours.choose('public', table, columns, 'fkey'),
    ]
    for (const name of expected) expect(names).toContain(name)
  })

  it('a number follows when the name is taken', async () => {
    const names = await session.scratch(async () => {
      await session.execute('create table public.t_a_key (x integer)')
      await session.execute('create table public.t (a integer unique, b integer, constraint t_pkey check (a > 0))')
      await session.execute('alter table public.t add primary key (b)')
      return (await session.query(ofPublic)).map((row) => String(row['conname']))
    })
    const ours = defaultNames(63)
    for (const name of ['t_a_key', 't', 't_pkey']) ours.take('public', name)
    expect(names.toSorted()).toEqual(
      [ours.choose('public', 't', ['a'], 'key'), ours.choose('public', 't', [], 'pkey')].toSorted(),
    )
  })
})
