import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compiled } from '../support/compiled.ts'
import { createWorld, sqliteEngine, type World } from './support/world.ts'

const tables = Array.from(
  { length: 40 },
  (_, number) => `  t${number}:\n    columns: { id: bigint }\n    primary_key: [id]\n`,
)
const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
const escape = '\u001b['

let world: World
beforeAll(async () => {
  world = await createWorld(sqliteEngine())
  await world.write(`tables:\n${tables.join('')}`)
})
afterAll(() => world.dispose())

/** Through a shell, as people pipe. `$R` is the command line. */
async function shell(
  script: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { main, cache } = await compiled()
  const env = {
    PATH: process.env['PATH'] ?? '',
    APP_URL: world.url,
    R: `${node} ${main}`,
    NODE: node,
    NODE_COMPILE_CACHE: cache,
  }
  return await new Promise((resolve) => {
    execFile('bash', ['--norc', '-c', script], { cwd: world.directory, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

describe('pipes', () => {
  test('data on stdout, so that another program can read it', async () => {
    const read = `$NODE -e 'console.log(JSON.parse(require("fs").readFileSync(0)).steps.length)'`
    expect(await shell(`$R plan --json | ${read}`)).toEqual({ code: 0, stdout: '40\n', stderr: '' })
  })

  test('a reader that has seen enough is no failure', async () => {
    const { stdout, stderr } = await shell('set -o pipefail; $R plan | head -1; echo ${PIPESTATUS[0]}')
    expect(stdout).toMatch(/^Plan \w{8} for app .*\n2\n$/)
    expect(stderr).toBe('')
  })

  test('a run goes on to its end when nobody listens any more', async () => {
    const { stdout, stderr } = await shell('$R --yes --json | head -1; echo ${PIPESTATUS[0]}')
    expect(stdout).toMatch(/^\{"v":1.*"type":"hello".*\}\n0\n$/)
    expect(stderr).toBe('')
    expect(JSON.parse((await world.expect(0, 'status', '--json')).stdout)).toMatchObject({ run: { status: 'done' } })
    expect(await shell('$R rollback --yes 2>&1 | head -1; echo ${PIPESTATUS[0]}')).toMatchObject({
      stdout: expect.stringMatching(/\n0\n$/),
    })
    expect((await world.contents()).schema).toEqual([])
  })
})

describe('colour', () => {
  const colored = async (env: Record<string, string>, ...flags: readonly string[]): Promise<boolean> =>
    (await world.runWith({ env }, 'plan', ...flags)).stdout.includes(escape)

  test('only where a terminal is, or where it is asked for; the flag, then NO_COLOR, decide first', async () => {
    expect(await colored({})).toBe(false)
    expect(await colored({ FORCE_COLOR: '1' })).toBe(true)
    expect(await colored({ FORCE_COLOR: '0' })).toBe(false)
    expect(await colored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false)
    expect(await colored({ FORCE_COLOR: '1', RECONCILE_NO_COLOR: '1' })).toBe(false)
    expect(await colored({ FORCE_COLOR: '1', NO_COLOR: '' })).toBe(true)
    expect(await colored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false)
    expect(await colored({ FORCE_COLOR: '1' }, '--json')).toBe(false)
  })
})

test('--quiet: results and errors only', async () => {
  const { stdout, stderr } = await world.expect(0, '--yes', '--quiet')
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^Done: 40 steps applied to app in [^\n]+\n$/)
  await world.write('tables:\n  t0:\n    columns: { id: txet }\n')
  expect((await world.expect(65, 'plan', '--quiet')).stderr).toContain('txet')
  await world.write(`tables:\n${tables.join('')}`)
  const back = await world.expect(0, 'rollback', '--yes', '--quiet')
  expect(back).toMatchObject({ stderr: '', stdout: expect.stringMatching(/^Rolled back: 40 steps/) })
})

test('--help and --version, on stdout', async () => {
  const { stdout } = await world.expect(0, '--help')
  for (const word of [
    'plan',
    'apply',
    'continue',
    'resume',
    'rollback',
    'status',
    'purge',
    'validate',
    '--allow',
    '--json',
  ]) {
    expect(stdout).toContain(word)
  }
  expect((await world.expect(0, 'purge', '--help')).stdout).toContain('--older-than')
  expect((await world.expect(0, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('an older Node is refused in one line, before anything native is loaded', async () => {
  // This Node, told that it is an older one; at its end it tells which native modules it has loaded.
  await world.write(
    `Object.defineProperty(process.versions, 'node', { value: '22.11.0' })
     process.on('exit', () => console.log(process.report.getReport().sharedObjects.filter((path) => path.endsWith('.node'))))`,
    'older.mjs',
  )
  const { main } = await compiled()
  const { code, stdout, stderr } = await shell(`$NODE --import ./older.mjs ${main} plan`)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '[]\n' })
  expect(stderr).toMatch(/^reconcile needs Node 22\.12 or newer; this is 22\.11\.0 \([^\n]+\)\n$/)
})
