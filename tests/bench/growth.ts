import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { rules } from '../../src/hazards/registry.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { createScratch } from '../support/scratch.ts'
import { leastInTurns } from './cost.ts'
import { bareRun, reconcile, setUp, type Site } from './program.ts'
import { type SpecForm, writeSpecs } from './tables.ts'

export interface GrowthBench {
  readonly what: string
  /** Milliseconds of processor time with the fewer tables and with four times as many, less what one table takes. */
  readonly fewer: number
  readonly fewMs: number
  readonly manyMs: number
  readonly growth: number
  readonly withinLimit: boolean
}

type Engine = 'PostgreSQL 18' | 'SQLite'

/**
 * The fewer tables. A step of a run is a transaction, and SQLite reads its list of all tables, indexes and views for each
 * change of one, so there are fewer of them in runs.
 */
const sizes = { plans: 100, runs: 30 }
const times = 4
/**
 * Four times as much takes four times as long, and a little more where something is sorted. A step that is quadratic takes
 * sixteen times as long: beyond the limit if it was more than a sixth of the whole with the fewer.
 */
const limit = 6
const rounds = 3

/** Everything from specs to a report, for new tables, for unchanged and for changed ones, with views and functions. */
export async function benchGrowth(engine: Engine): Promise<readonly GrowthBench[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'))
  const scratch = await createScratch()
  const server = engine === 'SQLite' ? null : await startPostgres(18, scratch)
  let sites = 0
  const site = async (tables: number): Promise<Site> => {
    const name = `site_${(sites += 1)}`
    const at = join(folder, name)
    const objects: SpecForm['objects'] = server === null ? 'views' : 'views and functions'
    for (const version of ['first', 'second'] as const) writeSpecs(join(at, version), tables, { objects, version })
    if (server === null) return { url: `sqlite:${join(at, 'site.db')}`, folder: at, server: null }
    return { url: await createDatabase(server.url, name), folder: at, server: server.pid }
  }
  try {
    return [
      ...(await growthOf(engine, sizes.plans, site, plansOf)),
      ...(await growthOf(engine, sizes.runs, site, runsOf)),
    ]
  } finally {
    await server?.stop()
    await scratch.remove()
    rmSync(folder, { recursive: true })
  }
}

type NewSite = (tables: number) => Promise<Site>

async function growthOf<What extends string>(
  engine: Engine,
  fewer: number,
  site: NewSite,
  costsOf: (sizes: readonly (() => Promise<Site>)[]) => Promise<Readonly<Record<What, readonly number[]>>>,
): Promise<GrowthBench[]> {
  const costs = await costsOf([1, fewer, fewer * times].map((tables) => () => site(tables)))
  return (Object.keys(costs) as What[]).map((what) => {
    const [one = 0, few = 0, many = 0] = costs[what]
    const [fewMs, manyMs] = [few - one, many - one]
    const growth = manyMs / fewMs
    return { what: `${engine}: ${what}`, fewer, fewMs, manyMs, growth, withinLimit: growth <= limit }
  })
}

/** The sizes in turns, so that other work on the machine meets all of them. */
async function plansOf(
  newSites: readonly (() => Promise<Site>)[],
): Promise<Record<'plan to create' | 'plan without work' | 'plan to change', readonly number[]>> {
  const sites: Site[] = []
  for (const newSite of newSites) sites.push(await newSite())
  const plans = async (version: string): Promise<readonly number[]> => {
    const each = sites.map((site, at) => [`${at}`, () => reconcile(site, version, 'plan')] as const)
    return Object.values(await leastInTurns(rounds, Object.fromEntries(each)))
  }
  const create = await plans('first')
  for (const site of sites) await setUp(site, 'first')
  return {
    'plan to create': create,
    'plan without work': await plans('first'),
    'plan to change': await plans('second'),
  }
}

/** Beside the same statements by themselves, in a database of their own: what the engine takes for them is its own. */
async function runsOf(
  newSites: readonly (() => Promise<Site>)[],
): Promise<Record<'create' | 'change', readonly number[]>> {
  const [create, change]: [number[], number[]] = [[], []]
  for (const newSite of newSites) {
    const cost = await runOf(newSite)
    create.push(cost.create)
    change.push(cost.change)
  }
  return { create, change }
}

async function runOf(newSite: () => Promise<Site>): Promise<Record<'create' | 'change', number>> {
  const allow = rules.map(({ id }) => id).join(',')
  const [site, { url }] = [await newSite(), await newSite()]
  const costOf = async (version: 'first' | 'second'): Promise<number> => {
    const whole = await reconcile(site, version, '--yes', '--allow', allow)
    return whole - (await bareRun({ ...site, url }, version))
  }
  return { create: await costOf('first'), change: await costOf('second') }
}

async function createDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
