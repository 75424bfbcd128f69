import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exitCodes, signalCodes } from '../src/cli/exit-codes.ts'
import { postgres } from '../src/dialects/postgres/dialect.ts'
import { sqlite } from '../src/dialects/sqlite/dialect.ts'
import { rules } from '../src/hazards/registry.ts'
import { obstacleIds } from '../src/model/obstacle.ts'
import { bind } from '../src/spec/bind.ts'
import { loadConfig } from '../src/spec/config.ts'
import { loadSpecs } from '../src/spec/load.ts'
import { compiled } from './support/compiled.ts'
import { freshPostgres } from './support/databases.ts'

/** A fenced block: its language, what stands behind it, and its lines. */
interface Block {
  readonly info: string
  readonly lines: readonly string[]
}

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const blocks: Block[] = [...readme.matchAll(/^```(\S.*)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => ({
  info,
  lines: text.replace(/\n$/, '').split('\n'),
}))

let folder = ''
let main = ''
let database: Awaited<ReturnType<typeof freshPostgres>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reconcile-readme-'))
  database = await freshPostgres(18)
  main = (await compiled()).main
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

// A score of processes, each of which takes seconds on a machine that is busy.
test('the tour runs as it is written', async () => {
  let commands = 0
  for (const { info, lines } of blocks) {
    const file = /^yaml file=(\S+)$/.exec(info)?.[1]
    const edit = /^yaml line=(\S+):(\d+)$/.exec(info)
    if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${lines.join('\n')}\n`)
    } else if (edit?.[1] !== undefined) {
      const path = join(folder, edit[1])
      const text = readFileSync(path, 'utf8').split('\n')
      text[Number(edit[2]) - 1] = lines.join('\n')
      writeFileSync(path, text.join('\n'))
    } else if (info.startsWith('console')) {
      const expectedCode = Number(/exit=(\d+)/.exec(info)?.[1] ?? 0)
      for (const { command, output } of callsIn(lines)) {
        commands += 1
        const { code, text } = await call(command)
        expect(code, `${command}\n${text}`).toBe(expectedCode)
        expectLines(text, output, command)
      }
    }
  }
  expect(commands).toBeGreaterThan(12)
}, 180_000)

test('the spec reference is a valid spec for both engines', async () => {
  const [block] = blocks.filter(({ info }) => info === 'yaml check')
  const directory = join(folder, 'reference')
  mkdirSync(directory)
  writeFileSync(join(directory, 'reference.yaml'), `${block?.lines.join('\n')}\n`)
  const specs = await loadSpecs(directory, { cacheDir: null })
  for (const dialect of [postgres, sqlite]) {
    const { desired, diagnostics } = bind(specs, dialect, null)
    const errors = [...specs.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error')
    expect(errors.map(({ message }) => message)).toEqual([])
    const tables = desired.schema.tables.filter(({ partitionOf }) => partitionOf === null)
    expect(tables).toHaveLength(6)
  }
})

test('each reconcile.yaml of the reference is valid', async () => {
  const directory = join(folder, 'config')
  mkdirSync(directory)
  const targets: string[][] = []
  for (const { lines } of blocks.filter(({ info }) => info === 'yaml check=config')) {
    writeFileSync(join(directory, 'reconcile.yaml'), `${lines.join('\n')}\n`)
    const config = await loadConfig(directory, {})
    expect(config.diagnostics).toEqual([])
    targets.push(config.targets.map(({ name }) => name))
  }
  expect(targets).toEqual([['staging', 'production'], ['production']])
})

test('the verbs and flags are those there are', async () => {
  const { text } = await call('reconcile --help')
  const listed = (pattern: RegExp, of: string): string[] => [...of.matchAll(pattern)].map(([, name = '']) => name)
  const [, verbs = ''] = /\| verb \|([\s\S]*?)\n\n/.exec(readme) ?? []
  const [, commands = ''] = /^Commands:\n([\s\S]*)/m.exec(text) ?? []
  expect(listed(/^\| `([a-z]+)/gm, verbs)).toEqual(
    expect.arrayContaining(['reconcile', ...listed(/^ {2}([a-z]+)/gm, commands)]),
  )
  const [, flags = ''] = /^Flags: ([\s\S]*?)\. Results/m.exec(readme) ?? []
  expect(listed(/`(--[a-z-]+)/g, flags).toSorted()).toEqual(
    listed(/^ {2}(?:-., )?(--[a-z-]+)/gm, text.slice(0, text.indexOf('Commands:')))
      .filter((flag) => flag !== '--help' && flag !== '--version')
      .toSorted(),
  )
})

test('the exit codes and the obstacles are those there are', () => {
  const codes = [...readme.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, numbers = '']) =>
    numbers.split(', ').map(Number),
  )
  expect(codes).toEqual(
    [...new Set([...Object.values(exitCodes), ...Object.values(signalCodes)])].toSorted((a, b) => a - b),
  )
  const listed = [...readme.matchAll(/^\| `([a-z-]+)` \| (?:refused|told) \|/gm)].map(([, id]) => id)
  expect(listed.toSorted()).toEqual(obstacleIds.toSorted())
})

test('what it leads to is there', () => {
  const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-')}`,
  )
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const files = [...readme.matchAll(/`((?:tests|src)\/[\w./-]+)`/g)].map(([, file = '']) => file)
  expect(links.filter((link) => link.startsWith('#') && !anchors.includes(link))).toEqual([])
  const paths = [...links.filter((link) => !link.startsWith('#')), ...files]
  expect(paths.filter((path) => !existsSync(join(import.meta.dirname, '..', path)))).toEqual([])
  expect(links.length + files.length).toBeGreaterThan(15)
})

test('the hazards are those there are', () => {
  const listed = [...readme.matchAll(/^\| `([a-z-]+)` \| (block|warn|info) \|/gm)].map(
    ([, id, severity]) => `${id} ${severity}`,
  )
  expect(listed).toEqual(rules.map(({ id, severity }) => `${id} ${severity}`))
})

interface Call {
  readonly command: string
  readonly output: readonly string[]
}

function callsIn(lines: readonly string[]): Call[] {
  const calls: { command: string; output: string[] }[] = []
  for (const line of lines) {
    if (line.startsWith('$ ')) calls.push({ command: line.slice(2), output: [] })
    else calls.at(-1)?.output.push(line)
  }
  return calls
}

async function call(command: string): Promise<{ code: number; text: string }> {
  const sql = /"([^"]*)"$/.exec(command)?.[1] ?? ''
  const file = /^sqlite3 (\S+) /.exec(command)?.[1]
  if (file !== undefined) return { code: 0, text: onSqlite(file, sql) }
  if (command.startsWith('psql ')) return { code: 0, text: await onPostgres(sql) }
  const [name, ...args] = command.split(' ')
  expect(name).toBe('reconcile')
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATABASE_URL: database.url },
  })
  return { code: status ?? -1, text: `${stdout}${stderr}` }
}

function onSqlite(file: string, sql: string): string {
  const open = new Database(join(folder, file))
  try {
    const statement = open.prepare(sql)
    if (!statement.reader) {
      statement.run()
      return ''
    }
    const rows = statement.all() as Record<string, unknown>[]
    return rows
      .map((row) =>
        Object.values(row)
          .map((value) => value ?? '')
          .join('|'),
      )
      .join('\n')
  } finally {
    open.close()
  }
}

async function onPostgres(sql: string): Promise<string> {
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return rows.map((row) => row.map((value) => value ?? '').join('|')).join('\n')
  } finally {
    await client.end()
  }
}

/** The shown lines stand in the output in this order, without gaps except where `…` leaves some out. */
function expectLines(text: string, shown: readonly string[], command: string): void {
  const lines = text.replace(/\n$/, '').split('\n').map(masked)
  let at = 0
  let gap = false
  for (const line of shown) {
    if (line === '…') {
      gap = true
      continue
    }
    const found = gap ? lines.indexOf(masked(line), at) : at
    expect(lines[found], `${command}\n${text}`).toBe(masked(line))
    at = found + 1
    gap = false
  }
}

/** Ids, times and durations are another every time. */
function masked(line: string): string {
  return line
    .replaceAll(/\b\d+-[0-9a-f]{8}\b/g, 'RUN')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\bin [\d.]+ m?s\b/g, 'in TIME')
    .replaceAll(/(~|under )\d+ ms/g, 'COST')
    .trimEnd()
}
