import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { bind } from '../../src/spec/bind.ts'
import { loadSpecs } from '../../src/spec/load.ts'
import { leastInTurns } from './cost.ts'

const tables = 2000
const columns = 10
/**
 * Cold reading against the bare `yaml` parse of the same text, and everything from the cache. The check is compiled once
 * from the JSON Schema, for one spec as for thousands: that has a limit of its own, and is not part of the ratio.
 */
const limits = { coldRatio: 1.3, checkMs: 400, cachedMs: 300 }
const rounds = 4

export interface SpecBench {
  readonly files: number
  /**
   * Milliseconds of processor time, so that other work on the machine does not count; the least of four processes each, since a
   * fresh process is what a user starts. Reading the files is part of each. `checkMs`: one spec of one table.
   */
  readonly checkMs: number
  readonly bareMs: number
  readonly coldMs: number
  readonly cachedMs: number
  readonly bindMs: number
  readonly coldRatio: number
  readonly withinLimits: boolean
}

type Measure = 'bare' | 'cold' | 'cached' | 'bind'

/** 2,000 tables of 10 columns in 1, 100 and 2,000 files. */
export async function benchSpec(): Promise<readonly SpecBench[]> {
  const root = mkdtempSync(join(tmpdir(), 'reconcile-bench-'))
  try {
    const benches: SpecBench[] = []
    const single = join(root, 'single')
    mkdirSync(single)
    writeFileSync(join(single, 'table.yaml'), `tables:\n${table(0)}`)
    for (const files of [1, 100, 2000]) {
      const directory = join(root, String(files))
      mkdirSync(directory)
      for (const [index, text] of texts(files).entries()) writeFileSync(join(directory, `${index}.yaml`), text)
      const least = await leastInTurns(rounds, {
        bareMs: () => inFreshProcess('bare', directory),
        checkMs: () => inFreshProcess('cold', single),
        coldMs: () => inFreshProcess('cold', directory),
        cachedMs: () => inFreshProcess('cached', directory),
        bindMs: () => inFreshProcess('bind', directory),
      })
      const coldRatio = (least.coldMs - least.checkMs) / least.bareMs
      benches.push({
        files,
        ...least,
        coldRatio,
        withinLimits:
          coldRatio <= limits.coldRatio && least.checkMs <= limits.checkMs && least.cachedMs <= limits.cachedMs,
      })
    }
    return benches
  } finally {
    rmSync(root, { recursive: true })
  }
}

function inFreshProcess(measure: Measure, directory: string): number {
  return Number(
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), measure, directory], { encoding: 'utf8' }),
  )
}

async function measureHere(measure: string, directory: string): Promise<number> {
  const cacheDir = join(directory, '.cache')
  if (measure === 'cold') rmSync(cacheDir, { recursive: true, force: true })
  const loaded = measure === 'bind' ? await loadSpecs(directory, { cacheDir }) : null
  const start = process.cpuUsage()
  if (measure === 'bare') {
    for (const name of readdirSync(directory))
      if (name.endsWith('.yaml')) parse(readFileSync(join(directory, name), 'utf8'))
  } else if (loaded !== null) bind(loaded, postgres, null)
  else await loadSpecs(directory, { cacheDir })
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

function texts(files: number): readonly string[] {
  const each = tables / files
  return Array.from(
    { length: files },
    (_, file) => `tables:\n${Array.from({ length: each }, (_, index) => table(file * each + index)).join('')}`,
  )
}

function table(number: number): string {
  const others = Array.from({ length: columns - 2 }, (_, index) =>
    index % 3 === 0 ? `      c${index}: { type: integer, not_null: true, default: ${index} }` : `      c${index}: text`,
  )
  return [
    `  table_${number}:`,
    `    comment: Table number ${number}`,
    '    columns:',
    '      id: { type: bigint, identity: always }',
    `      parent_id: { type: bigint, references: table_${Math.floor(number / 2)}.id }`,
    ...others,
    '    primary_key: [id]',
    '    indexes:',
    `      table_${number}_parent_idx: [parent_id]`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , measure, directory] = process.argv
  if (measure !== undefined && directory !== undefined) console.log(await measureHere(measure, directory))
  else console.table(await benchSpec())
}
