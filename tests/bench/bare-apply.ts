import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { Plan } from '../../src/model/plan.ts'

/**
 * What a run is measured against: `node bare-apply.ts PLAN URL` sends the statements of a plan with the bare driver, each
 * step in a transaction of its own as Reconcile does, and asks nothing.
 */
const [file = '', url = ''] = process.argv.slice(2)
const { steps } = JSON.parse(readFileSync(file, 'utf8')) as Plan
const actions = steps.flatMap(({ action }) => (action.kind === 'ddl' ? [action] : []))
if (url.startsWith('sqlite:')) {
  const database = new Database(url.slice('sqlite:'.length))
  database.pragma('journal_mode = wal')
  for (const { statements, session } of actions) {
    const rebuilds = session === 'rebuild'
    database.pragma(`foreign_keys = ${rebuilds ? 'off' : 'on'}`)
    database.pragma(`legacy_alter_table = ${rebuilds ? 'on' : 'off'}`)
    database.exec('begin immediate')
    for (const { sql } of statements) database.exec(sql)
    database.exec('commit')
  }
  database.close()
} else {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set check_function_bodies = off')
  for (const { statements } of actions) {
    const together = statements.every(({ transactional }) => transactional)
    if (together) await client.query('begin')
    for (const { sql } of statements) await client.query(sql)
    if (together) await client.query('commit')
  }
  await client.end()
}
