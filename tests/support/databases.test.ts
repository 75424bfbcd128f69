import Database from 'better-sqlite3'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { engines, freshPostgres, freshSqlite, postgresMajors, postgresUrl } from './databases.ts'

describe.each(postgresMajors().map((major) => ({ major })))('postgres $major', ({ major }) => {
  test('is the version it says', async () => {
    expect(await queryOne(postgresUrl(major), 'select version()')).toContain(`PostgreSQL ${major}.`)
  })

  test('keeps UTC, UTF-8 and the C.UTF-8 collation', async () => {
    const settings = `select concat_ws(' ', current_setting('timezone'), current_setting('server_encoding'), datcollate)
                      from pg_database where datname = current_database()`
    expect(await queryOne(postgresUrl(major), settings)).toBe('UTC UTF8 C.UTF-8')
  })

  test('gives twenty tests a database each', async () => {
    const databases = await Promise.all(Array.from({ length: 20 }, () => freshPostgres(major)))
    const names = await Promise.all(databases.map(({ url }) => queryOne(url, 'select current_database()')))
    expect(names).toEqual(databases.map(({ name }) => name))
    expect(new Set(names).size).toBe(20)
    await Promise.all(databases.map(({ drop }) => drop()))
    const left = 'select count(*)::int from pg_database where datname = any($1)'
    expect(await queryOne(postgresUrl(major), left, [names])).toBe(0)
  })

  test('copies a template with its rows', async () => {
    const template = await freshPostgres(major)
    await queryOne(template.url, 'create table kept as select 42 as answer')
    const copy = await freshPostgres(major, { template: template.name })
    expect(await queryOne(copy.url, 'select answer from kept')).toBe(42)
    await copy.drop()
    await template.drop()
  })

  test('drops a database that is still in use', async () => {
    const { url, drop } = await freshPostgres(major)
    const forgotten = new pg.Client({ connectionString: url })
    const errors: Error[] = []
    forgotten.on('error', (error) => errors.push(error))
    const disconnected = new Promise((resolve) => forgotten.once('end', resolve))
    await forgotten.connect()
    await drop()
    await disconnected
    expect(errors[0]).toMatchObject({ code: '57P01' })
  })
})

test('sqlite opens where there was no file', async () => {
  const { path, url, remove } = await freshSqlite()
  expect(url).toBe(`sqlite:${path}`)
  const database = new Database(path)
  expect(database.prepare('select sqlite_version()').pluck().get()).toMatch(/^3\./)
  database.close()
  await remove()
  expect(() => new Database(path, { fileMustExist: true })).toThrow('directory does not exist')
})

test('every engine has a name of its own and hands out a database', async () => {
  const names = engines().map(({ name }) => name)
  expect(names).toEqual(['sqlite', ...postgresMajors().map((major) => `postgres ${major}`)])
  for (const { fresh } of engines()) {
    const { url, dispose } = await fresh()
    expect(url).toMatch(/^(sqlite|postgres):/)
    await dispose()
  }
})

async function queryOne(url: string, sql: string, values: unknown[] = []): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql, values)
    return rows[0] && Object.values(rows[0])[0]
  } finally {
    await client.end()
  }
}
