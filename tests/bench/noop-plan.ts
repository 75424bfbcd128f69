import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { createScratch } from '../support/scratch.ts'
import { costOf, leastInTurns } from './cost.ts'
import { reconcile, setUp } from './program.ts'
import { writeSpecs } from './tables.ts'

export interface NoopBench {
  readonly tables: number
  /** Milliseconds of processor time, the server's with it: a process that does nothing, the bare questions, and a plan. */
  readonly startMs: number
  readonly bareMs: number
  readonly planMs: number
  /** A plan without work against the bare questions to the catalogue, both less the start of a process. */
  readonly ratio: number
  readonly withinLimit: boolean
}

const rounds = 5
/** Issue 3, for 2,000 tables: of fewer, the start of the program itself is too large a part. */
const limit = { tables: 2000, ratio: 2.5 }

/** `reconcile plan` on a database that is in sync: tables of 10 columns, 2 indexes and a foreign key each, PostgreSQL 18. */
export async function benchNoopPlan(tables: number): Promise<NoopBench> {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-bench-'))
  const scratch = await createScratch()
  const server = await startPostgres(18, scratch)
  try {
    writeSpecs(join(folder, 'specs'), tables)
    const site = { url: server.url, folder, server: server.pid }
    const place = { cwd: folder, server: server.pid }
    await setUp(site, 'specs')
    const questions = join(folder, 'questions.json')
    writeFileSync(questions, JSON.stringify(await questionsOf(server.url)))
    const bareCatalog = join(import.meta.dirname, 'bare-catalog.ts')
    const { start, bare, plan } = await leastInTurns(rounds, {
      plan: () => reconcile(site, 'specs', 'plan'),
      start: () => costOf(['-e', '0'], place),
      bare: () => costOf([bareCatalog, questions, server.url], place),
    })
    const ratio = (plan - start) / (bare - start)
    return {
      tables,
      startMs: start,
      bareMs: bare,
      planMs: plan,
      ratio,
      withinLimit: tables < limit.tables || ratio <= limit.ratio,
    }
  } finally {
    await server.stop()
    await scratch.remove()
    rmSync(folder, { recursive: true })
  }
}

/** What introspection asks and sets, with its parameters put in. */
async function questionsOf(url: string): Promise<readonly string[]> {
  const session = await postgres.connect(url, 'bench')
  const asked: string[] = []
  const ask = (sql: string, params: readonly unknown[] = []): void => {
    asked.push(sql.replaceAll(/\$(\d+)/g, (_mark, number: string) => `'${String(params[Number(number) - 1])}'`))
  }
  try {
    await postgres.introspect({
      ...session,
      query: (sql, params) => {
        ask(sql, params)
        return session.query(sql, params)
      },
      execute: (sql, params) => {
        ask(sql, params)
        return session.execute(sql, params)
      },
    })
    return asked
  } finally {
    await session.close()
  }
}
