import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReconcileError } from '../../src/lib/errors.ts'
import { type Config, loadConfig, targetFromUrl } from '../../src/spec/config.ts'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reconcile-config-'))
})

afterEach(() => rmSync(directory, { recursive: true }))

async function load(text: string, env: Readonly<Record<string, string>> = {}): Promise<Config> {
  writeFileSync(join(directory, 'reconcile.yaml'), text)
  return loadConfig(directory, env)
}

function thrown(run: () => unknown): ReconcileError {
  try {
    run()
  } catch (error) {
    if (error instanceof ReconcileError) return error
  }
  throw new Error('nothing was thrown that a user could act on')
}

describe('loadConfig', () => {
  it('reads targets with their defaults', async () => {
    const config = await load(
      `
targets:
  dev: { url: sqlite:state/dev.db, gate: none }
  production:
    url: postgres://app:\${PASSWORD}@db:5432/shop
    allow: [rewrites-table, { hazard: irreversible, reason: night window, until: 2026-12-31 }]
    lock_budget: 250ms
    lock_window: 10m
    small_table: 512kB
    keep_aside: 90d
    terminate_blockers: true
    promote_from: dev
    backup: pg_dump \${DATABASE_URL}
default_target: dev
`,
      { PASSWORD: 'p%40ss' },
    )
    expect(config.diagnostics).toEqual([])
    expect(config.defaultTarget).toBe('dev')
    expect(config.targets[0]?.resolve()).toEqual({
      name: 'dev',
      dialect: 'sqlite',
      url: 'sqlite:state/dev.db',
      shownAs: 'sqlite:state/dev.db',
      gate: 'none',
      gateConditions: [],
      allow: [],
      lockBudgetMs: 1000,
      lockWindowMs: 120_000,
      terminateBlockers: false,
      smallTableBytes: 10 * 1024 * 1024,
      keepAsideMs: 14 * 86_400_000,
    })
    expect(config.targets[1]).toMatchObject({ promoteFrom: 'dev', backup: 'pg_dump ${DATABASE_URL}' })
    expect(config.targets[1]?.resolve()).toEqual({
      name: 'production',
      dialect: 'postgres',
      url: 'postgres://app:p%40ss@db:5432/shop',
      shownAs: 'postgres://app:***@db:5432/shop',
      gate: 'manual',
      gateConditions: [],
      allow: [
        {
          hazard: 'rewrites-table',
          by: 'production',
          reason: null,
          until: null,
          position: { file: join(directory, 'reconcile.yaml'), line: 6, column: 13, length: 14 },
        },
        {
          hazard: 'irreversible',
          by: 'production',
          reason: 'night window',
          until: '2026-12-31',
          position: { file: join(directory, 'reconcile.yaml'), line: 6, column: 39, length: 12 },
        },
      ],
      lockBudgetMs: 250,
      lockWindowMs: 600_000,
      terminateBlockers: true,
      smallTableBytes: 512 * 1024,
      keepAsideMs: 90 * 86_400_000,
    })
  })

  it('reads the conditions of a gate, in one order', async () => {
    const { targets, diagnostics } = await load(`
targets:
  many:
    url: postgres://db/shop
    gate:
      command: ./deployed.sh
      unused: 90s
      no_session: [murzico-v1*, 'cron ?']
      soak: 1.5h
  one: { url: 'postgres://db/shop', gate: { no_session: murzico-v1, unused: true } }
  file: { url: 'sqlite:a.db', gate: { soak: 3d, unused: false } }
`)
    expect(diagnostics).toEqual([])
    expect(targets.map((target) => target.resolve())).toMatchObject([
      {
        gate: 'manual',
        gateConditions: [
          { kind: 'soak', ms: 5_400_000 },
          { kind: 'no_session', patterns: ['murzico-v1*', 'cron ?'] },
          { kind: 'unused', quietMs: 90_000 },
          { kind: 'command', command: './deployed.sh' },
        ],
      },
      {
        gate: 'manual',
        gateConditions: [
          { kind: 'no_session', patterns: ['murzico-v1'] },
          { kind: 'unused', quietMs: 300_000 },
        ],
      },
      { gate: 'manual', gateConditions: [{ kind: 'soak', ms: 259_200_000 }] },
    ])
  })

  it('refuses conditions that a file cannot answer, once its URL is known', async () => {
    const { targets, diagnostics } = await load('targets: { a: { url: "${A}", gate: { no_session: old } } }', {
      A: 'sqlite:a.db',
    })
    expect(diagnostics).toEqual([])
    expect(thrown(() => targets[0]?.resolve())).toMatchObject({
      code: 'invalid_config',
      message: 'target a: its gate has no_session, which SQLite knows nothing of',
      hint: expect.stringContaining('soak or command'),
    })
  })

  it('needs a variable only when its target is chosen', async () => {
    const config = await load('targets:\n  a: { url: "${A_URL}" }\n  b: { url: "${B_URL:-sqlite:b.db}" }\n', {
      A_URL: '',
    })
    expect(config.diagnostics).toEqual([])
    expect(config.targets[1]?.resolve().url).toBe('sqlite:b.db')
    const error = thrown(() => config.targets[0]?.resolve())
    expect(error.code).toBe('invalid_config')
    expect(error.message).toContain('target a')
    expect(error.message).toContain('A_URL')
    expect(error.hint).toContain('export A_URL')
  })

  it('puts variables in once: what they hold is not read again', async () => {
    const config = await load('targets: { a: { url: "sqlite:${A}" } }', { A: '${B}', B: 'never' })
    expect(config.targets[0]?.resolve().url).toBe('sqlite:${B}')
  })

  it('is empty when there is no file', async () => {
    expect(await loadConfig(directory, {})).toEqual({ targets: [], defaultTarget: null, diagnostics: [], source: null })
    expect((await loadConfig(join(directory, 'missing'), {})).diagnostics).toEqual([])
  })

  it('is found beside a single spec file', async () => {
    await load('targets: { a: { url: sqlite:a.db } }')
    const file = join(directory, 'one.yaml')
    writeFileSync(file, '')
    expect((await loadConfig(file, {})).targets.map(({ name }) => name)).toEqual(['a'])
  })

  it.each([
    ['targets: { dev: { url: ${URL} } }', 'yaml-syntax', 1, /quotes/],
    ['targets:\n  dev: { gate: none }', 'missing-key', 2, /url/],
    ['targets:\n  dev: { url: "sqlite:x", gate: auto }', 'unknown-value', 2, /none, manual/],
    ['targets:\n  dev: { url: "sqlite:x", gate: { soak: soon } }', 'bad-value', 2, /30m/],
    ['targets:\n  dev: { url: "sqlite:x", gate: {} }', 'empty', 2, /manual/],
    ['targets:\n  dev:\n    url: sqlite:x\n    gate:\n      no_sesion: a', 'unknown-key', 5, /did you mean no_session/],
    ['targets:\n  dev:\n    url: postgres://x/y\n    gate:\n      no_session: []', 'empty', 5, /application_name/],
    ['targets:\n  dev:\n    url: sqlite:x\n    gate:\n      no_session: a', 'not-on-sqlite', 5, /soak or command/],
    ['targets:\n  dev:\n    url: sqlite:x\n    gate: { unused: 5m }', 'not-on-sqlite', 4, /counters/],
    ['targets:\n  dev: { url: "sqlite:x", gate: 5 }', 'wrong-type', 2, /manual/],
    ['targets:\n  dev: { url: "sqlite:x", lock_budget: 5 }', 'wrong-type', 2, /1s/],
    ['targets:\n  dev: { url: "sqlite:x", lock_budget: 5 s }', 'bad-value', 2, /unit \(ms, s, m or h\), such as 1s/],
    [
      'targets:\n  dev: { url: "sqlite:x", gate: { soak: 30min } }',
      'bad-value',
      2,
      /\(ms, s, m, h or d\), such as 30m/,
    ],
    ['targets:\n  dev: { url: "sqlite:x", small_table: 10mb }', 'bad-value', 2, /\(B, kB, MB or GB\), such as 10MB/],
    ['targets:\n  dev: { url: "sqlite:x", small_table: 10 }', 'wrong-type', 2, /such as 10MB/],
    // A timeout of 0 is none on PostgreSQL, and one of more than 24 days an error in the middle of a run.
    ['targets:\n  dev: { url: "sqlite:x", lock_budget: 0s }', 'bad-duration', 2, /1ms to 1d/],
    ['targets:\n  dev: { url: "sqlite:x", lock_budget: 0.4ms }', 'bad-duration', 2, /1ms to 1d/],
    ['targets:\n  dev: { url: "sqlite:x", lock_budget: 600h }', 'bad-duration', 2, /1ms to 1d/],
    ['targets:\n  dev: { url: "sqlite:x", terminate_blockers: "false" }', 'wrong-type', 2, /without quotes/],
    ['targets:\n  ../dev: { url: "sqlite:x" }', 'bad-name', 2, /Letters/],
    ['targets:\n  dev: { url: "sqlite:x" }\ndefault_target: def', 'unknown-target', 3, /dev/],
    [
      'targets:\n  dev: { url: "sqlite:x", promote_from: stagin }\n  staging: { url: "sqlite:y" }',
      'unknown-target',
      2,
      /staging/,
    ],
    ['targets:\n  dev: { url: "sqlite:x", promote_from: dev }', 'promotion-circle', 2, /another target/],
    ['targets:\n  dev:\n    url: sqlite:x\n    allow: irreversible', 'wrong-type', 4, /\[irreversible\]/],
    ['targets:\n  dev:\n    url: sqlite:x\n    allow: [{ reason: x }]', 'missing-key', 4, /hazard/],
    ['targets:\n  dev:\n    url: sqlite:x\n    allow: [{ hazard: x, untill: y }]', 'unknown-key', 4, /until/],
    ['targets:\n  dev:\n    url: sqlite:x\n    allow: [{ hazard: x, until: soon }]', 'bad-value', 4, /2026-12-31/],
    ['targets:\n  dev:\n    url: sqlite:x\n    allow: [{ hazard: x, until: 2026-02-30 }]', 'bad-date', 4, /last day/],
    [
      'targets:\n  dev:\n    url: sqlite:x\n    allow:\n      - x\n      - { hazard: x }',
      'duplicate-allowance',
      6,
      /one/,
    ],
    ['target: {}', 'unknown-key', 1, /targets/],
  ])('%j is not right', async (text, id, line, help) => {
    const { diagnostics } = await load(text)
    expect(diagnostics).toMatchObject([
      { id, severity: 'error', position: { file: join(directory, 'reconcile.yaml'), line } },
    ])
    expect(diagnostics[0]?.help).toMatch(help)
  })
})

describe('a reconcile.yaml with more than one mistake', () => {
  it('is told all of them at once, of whatever kind', async () => {
    const { diagnostics } = await load(`
targets:
  a: { url: 'sqlite:a.db', lock_window: soon, promote_from: b }
  b: { url: 'sqlite:b.db', gate: { soak: 1h, unused: 10m }, promote_from: a, lock_budget: 0s }
  c: { gate: none, allow: [{ hazard: irreversible, until: 2026-02-30 }] }
  d: { url: 'sqlite:d.db', promote_from: c, allow: [{ hazard: irreversible, until: 2026-02-30 }] }
default_target: e
`)
    expect(diagnostics.map(({ id, position }) => `${position?.line} ${id}`).toSorted()).toEqual([
      '3 bad-value',
      '3 promotion-circle',
      '4 bad-duration',
      '4 not-on-sqlite',
      '4 promotion-circle',
      '5 missing-key',
      '6 bad-date',
      '7 unknown-target',
    ])
  })
})

describe('targetFromUrl', () => {
  it('takes the settings of a declared target', async () => {
    const { targets } = await load('targets: { dev: { url: sqlite:a.db, gate: none, lock_budget: 2s } }')
    expect(targetFromUrl('postgresql://db/shop', 'dev', targets[0])).toMatchObject({
      dialect: 'postgres',
      gate: 'none',
      lockBudgetMs: 2000,
    })
    expect(targetFromUrl('postgresql://db/shop', 'url')).toMatchObject({
      gate: 'manual',
      allow: [],
      lockBudgetMs: 1000,
    })
  })

  it('makes a URL of what has been pasted together', () => {
    const { url, shownAs } = targetFromUrl('postgres://app:p%40ss:w/ord@db/shop?sslmode=require', 'url')
    const parsed = new URL(url)
    expect(decodeURIComponent(parsed.password)).toBe('p@ss:w/ord')
    expect([parsed.username, parsed.hostname, parsed.pathname, parsed.search]).toEqual([
      'app',
      'db',
      '/shop',
      '?sslmode=require',
    ])
    expect(shownAs).toBe('postgres://app:***@db/shop?sslmode=require')
  })

  it.each([
    '',
    'sqlite:',
    'mysql://root:hunter2@db/shop',
    'host=db password=hunter2',
    'postgres://app:hunter2@[db/shop',
    'hunter2',
  ])('%j is refused without being shown', (url) => {
    const error = thrown(() => targetFromUrl(url, 'url'))
    expect(error.code).toBe('invalid_config')
    expect(`${error.message} ${error.hint}`).not.toContain('hunter2')
  })
})
