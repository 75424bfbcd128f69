import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { createScratch } from '../support/scratch.ts'

export interface NoopBench {
  readonly tables: number
  /** Milliseconds, the median of five. */
  readonly catalogMs: number
  readonly startMs: number
  readonly planMs: number
  /** A plan without work, less the start of a process, against the bare catalogue queries. */
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
    mkdirSync(join(folder, 'specs'))
    for (let file = 0; file * 100 < tables; file += 1) {
      writeFileSync(join(folder, 'specs', `${file}.yaml`), specText(file * 100, Math.min(tables, (file + 1) * 100)))
    }
    const call = (...args: string[]): void => {
      execFileSync(
        process.execPath,
        [join(import.meta.dirname, '../../dist/main.js'), '--url', server.url, '--quiet', ...args],
        {
          cwd: folder,
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
    }
    call('--yes')
    const plans: number[] = []
    const starts: number[] = []
    const catalogs: number[] = []
    const session = await postgres.connect(server.url, 'bench')
    // In turns, so that a busy moment of the machine hits all of them.
    for (let round = 0; round < rounds; round += 1) {
      plans.push(await elapsed(() => call('plan')))
      starts.push(await elapsed(() => execFileSync(process.execPath, ['-e', '0'])))
      catalogs.push(await elapsed(() => postgres.introspect(session)))
    }
    await session.close()
    const [planMs, startMs, catalogMs] = [middle(plans), middle(starts), middle(catalogs)]
    const ratio = (planMs - startMs) / catalogMs
    return { tables, catalogMs, startMs, planMs, ratio, withinLimit: tables < limit.tables || ratio <= limit.ratio }
  } finally {
    await server.stop()
    await scratch.remove()
    rmSync(folder, { recursive: true })
  }
}

function specText(from: number, to: number): string {
  const lines = ['tables:']
  for (let number = from; number < to; number += 1) {
    lines.push(`  table_${number}:`, '    columns:', '      id: { type: bigint, identity: always }')
    lines.push(`      parent_id: { type: bigint, references: table_${Math.floor(number / 2)}.id }`)
    for (let column = 2; column < 10; column += 1)
      lines.push(`      column_${column}: { type: text, not_null: true, default: "''" }`)
    lines.push('    primary_key: [id]', '    indexes:')
    lines.push(
      `      table_${number}_parent_idx: [parent_id]`,
      `      table_${number}_lower_idx: { columns: [{ expression: lower(column_2) }] }`,
    )
  }
  return `${lines.join('\n')}\n`
}

async function elapsed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
