import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { rules } from '../../src/hazards/registry.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { createScratch } from '../support/scratch.ts'
import { costOf, leastInTurns } from './cost.ts'
import { type SpecForm, writeSpecs } from './tables.ts'

export interface GrowthBench {
  readonly what: string
  /** Milliseconds of processor time with the fewer and with four times as many, less the start of a process. */
  readonly fewMs: number
  readonly manyMs: number
  readonly growth: number
  readonly withinLimit: boolean
}

const sizes = { few: 250, many: 1000 }
/**
 * Four times as much takes four times as long, and a little more where something is sorted. A step that is quadratic takes
 * sixteen times as long: beyond the limit if it was more than a sixth of the whole with the fewer.
 */
const limit = 6

interface Site {
  readonly url: string
  readonly server: number | null
}

/** Everything from specs to a report, for new tables, for unchanged and for changed ones, with views and functions. */
export async function benchGrowth(engine: 'PostgreSQL 18' | 'SQLite'): Promise<readonly GrowthBench[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'))
  const scratch = await createScratch()
  const server = engine === 'SQLite' ? null : await startPostgres(18, scratch)
  try {
    const start = await costOf(['-e', '0'], { cwd: folder, server: null })
    const at = async (tables: number): Promise<Costs> => {
      const site = server === null ? sqliteSite(folder, tables) : await postgresSite(server, tables)
      return await costsOf(site, join(folder, String(tables)), tables)
    }
    const few = await at(sizes.few)
    const many = await at(sizes.many)
    return (Object.keys(few) as (keyof Costs)[]).map((what) => {
      const [fewMs, manyMs] = [few[what] - start, many[what] - start]
      const growth = manyMs / fewMs
      return { what: `${engine}: ${what}`, fewMs, manyMs, growth, withinLimit: growth <= limit }
    })
  } finally {
    await server?.stop()
    await scratch.remove()
    rmSync(folder, { recursive: true })
  }
}

type Costs = Readonly<Record<'plan to create' | 'create' | 'plan without work' | 'plan to change' | 'change', number>>

async function costsOf({ url, server }: Site, folder: string, tables: number): Promise<Costs> {
  const objects: SpecForm['objects'] = server === null ? 'views' : 'views and functions'
  for (const version of ['first', 'second'] as const) writeSpecs(join(folder, version), tables, { objects, version })
  const main = join(import.meta.dirname, '../../dist/main.js')
  const allow = rules.map(({ id }) => id).join(',')
  const reconcile = async (version: string, ...args: string[]): Promise<number> =>
    await costOf([main, '--specs', version, '--url', url, '--quiet', ...args], { cwd: folder, server, exits: [0, 2] })
  const first = await leastInTurns(2, { 'plan to create': () => reconcile('first', 'plan') })
  const create = await reconcile('first', '--yes')
  const then = await leastInTurns(2, {
    'plan without work': () => reconcile('first', 'plan'),
    'plan to change': () => reconcile('second', 'plan'),
  })
  const change = await reconcile('second', '--yes', '--allow', allow)
  return { ...first, create, ...then, change }
}

function sqliteSite(folder: string, tables: number): Site {
  return { url: `sqlite:${join(folder, `${tables}.db`)}`, server: null }
}

async function postgresSite(server: { readonly url: string; readonly pid: number }, tables: number): Promise<Site> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    await client.query(`create database tables_${tables}`)
  } finally {
    await client.end()
  }
  const url = new URL(server.url)
  url.pathname = `/tables_${tables}`
  return { url: url.href, server: server.pid }
}
