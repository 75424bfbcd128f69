import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/model/event.ts'
import { diagnosticsJson } from '../../src/report/document.ts'
import { planJson } from '../../src/report/json.ts'
import { statusJson } from '../../src/report/run-json.ts'
import { ndjson } from '../../src/report/ndjson.ts'
import { rollbackText } from '../../src/report/rollback.ts'
import { runLog } from '../../src/report/run-log.ts'
import { statusText } from '../../src/report/status.ts'
import { failureDetails, outcomeOf, runSummary } from '../../src/report/summary.ts'
import { diagnosticsText } from '../../src/report/validate.ts'
import { failed, failedRun, progressed, started, waited } from './sample-events.ts'
import { samplePlan, sampleRun, sampleTarget, syncedPlan } from './sample-plan.ts'

test('the plain log of a run that waits, fills and fails', async () => {
  const clock = { ms: 0 }
  const log = runLog({ now: () => clock.ms })
  const lines = failedRun.flatMap(([ms, event]) => {
    clock.ms = ms
    return log(event)
  })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('snapshots/run-log.txt')
})

test('progress is told every ten seconds at most, a new blocker at once', () => {
  const clock = { ms: 0 }
  const log = runLog({ now: () => clock.ms })
  const linesAt = (ms: number, event: RunEvent) => {
    clock.ms = ms
    return log(event).length
  }
  linesAt(0, started)
  linesAt(0, { type: 'step_started', step: '2.1', attempt: 1 })
  expect([1000, 9999, 10_000, 10_001, 19_999, 20_000].map((ms) => linesAt(ms, progressed('2.1', ms)))).toEqual([
    0, 0, 1, 0, 0, 1,
  ])
  expect(linesAt(20_500, waited('2.1', 1))).toBe(1)
  expect(linesAt(21_000, waited('2.1', 1))).toBe(0)
  expect(linesAt(22_000, waited('2.1', 2))).toBe(1)
  expect(linesAt(32_000, waited('2.1', 2))).toBe(1)
})

test('NDJSON: hello first, summary last, the same keys on every line', async () => {
  const clock = { ms: Date.UTC(2026, 10, 20, 9, 12) }
  const out = ndjson({ tool: '0.1.0', now: () => new Date(clock.ms) })
  const lines = [
    out.hello(),
    ...failedRun.map(([ms, event]) => {
      clock.ms = Date.UTC(2026, 10, 20, 9, 12) + ms
      return out.event(event)
    }),
    out.summary({ exitCode: 1, message: 'failed at 3.1', next: 'reconcile resume' }),
  ]
  const parsed = lines.map((line) => JSON.parse(line))
  for (const [index, line] of parsed.entries()) {
    expect(Object.keys(line).slice(0, 7)).toEqual(['v', 'ts', 'run', 'seq', 'level', 'type', 'message'])
    expect(line.seq).toBe(index + 1)
    expect(line.message).not.toBe('')
  }
  expect(parsed[0]).toMatchObject({ v: 1, type: 'hello', run: null, tool: '0.1.0' })
  expect(parsed.at(-1)).toMatchObject({ type: 'summary', exit_code: 1, level: 'error', run: 'r-20261120-0912' })
  await expect(lines.join('')).toMatchFileSnapshot('snapshots/run.ndjson.txt')
})

test('every line break inside a text stays inside its NDJSON line', () => {
  const out = ndjson({ tool: '0.1.0', now: () => new Date(0) })
  expect(out.event({ type: 'notice', message: 'two\nlines' }).trimEnd()).not.toContain('\n')
})

test('the JSON of a plan', async () => {
  await expect(planJson(samplePlan, { target: sampleTarget })).toMatchFileSnapshot('snapshots/plan.json.txt')
  expect(JSON.parse(planJson(syncedPlan, { target: sampleTarget }))).toMatchObject({
    in_sync: true,
    next: null,
    steps: [],
  })
})

test('the status of a run that failed', async () => {
  const run = sampleRun('failed', ['done', 'done', 'failed'])
  await expect(statusText(run)).toMatchFileSnapshot('snapshots/status-failed.txt')
  expect(JSON.parse(statusJson(run))).toMatchObject({
    v: 1,
    type: 'status',
    run: { status: 'failed' },
    next: expect.stringContaining('resume'),
  })
})

test('each status says what comes next', () => {
  const next = (status: Parameters<typeof sampleRun>[0]) =>
    /Next: (.*)/.exec(statusText(sampleRun(status, [])))?.[1] ?? null
  expect(next('paused')).toBe('reconcile continue --target production   (or: reconcile rollback --target production)')
  expect(next('running')).toContain('reconcile resume')
  expect(next('rolling_back')).toBe('reconcile rollback --target production')
  expect(next('done')).toBeNull()
  expect(next('rolled_back')).toBeNull()
  expect(statusText(null)).toContain('No run yet')
})

test('what a rollback would do, newest first', async () => {
  const run = sampleRun('failed', ['done', 'done', 'done', 'done', 'done', 'done', 'running'])
  await expect(rollbackText(run)).toMatchFileSnapshot('snapshots/rollback.txt')
  expect(rollbackText(sampleRun('failed', []))).toContain('Nothing to take back')
})

test('what stays on the screen after a run', async () => {
  const { failure } = failed.type === 'step_failed' ? failed : { failure: null }
  if (failure === null) throw new Error('the sample fails')
  const outcome = outcomeOf(sampleRun('failed', ['done', 'done', 'done', 'done', 'done', 'failed']), 'apply')
  const texts = [
    runSummary({ ...outcome, failure: { ...failure, step: '3.1' } }),
    runSummary(
      outcomeOf(
        sampleRun(
          'done',
          samplePlan.steps.map(() => 'done'),
        ),
        'apply',
      ),
    ),
    runSummary(
      outcomeOf(
        sampleRun(
          'paused',
          samplePlan.steps.slice(0, 6).map(() => 'done'),
        ),
        'apply',
      ),
    ),
    runSummary(outcomeOf(sampleRun('running', ['done']), 'apply')),
    runSummary(outcomeOf(sampleRun('rolled_back', ['undone', 'undone']), 'rollback')),
    runSummary(outcomeOf(sampleRun('rolling_back', ['done', 'undone']), 'rollback')),
    runSummary(outcomeOf(sampleRun('failed', ['done', 'undoing', 'undone']), 'rollback')),
  ]
  await expect(texts.join('----------\n')).toMatchFileSnapshot('snapshots/summaries.txt')
})

test('diagnostics by file and line, with their frames and help', async () => {
  const at = (file: string, line: number) => ({ file, line, column: 27, length: 7 })
  const found = [
    {
      id: 'time-zone-not-kept',
      severity: 'info',
      message: 'tiers.valid: SQLite keeps timestamptz as text',
      help: null,
      position: at('specs/tiers.yaml', 9),
      sqlState: null,
    },
    {
      id: 'no-such-function',
      severity: 'error',
      message: 'function foo() does not exist',
      help: 'Define it, or correct the name.',
      position: null,
      sqlState: '42883',
    },
    {
      id: 'unknown-key',
      severity: 'error',
      message: 'unknown key "nulable" in tables.users.columns.id',
      help: 'Did you mean "not_null"?',
      position: at('specs/app.yaml', 6),
      sqlState: null,
    },
  ] as const
  const codeFrame = ({ line }: { line: number }) =>
    line === 6 ? '> 6 |       id: { type: bigint, nulable: false }\n    |                           ^^^^^^^' : null
  const text = diagnosticsText(found, { codeFrame })
  await expect(text).toMatchFileSnapshot('snapshots/diagnostics.txt')
  expect(diagnosticsText([], { codeFrame })).toBe('Valid. Nothing to report.\n')
  expect(JSON.parse(diagnosticsJson(found))).toMatchObject({ v: 1, type: 'diagnostics', errors: 2 })
})

test('a failure tells what was found, what it comes from and what can be done', () => {
  const explained = {
    name: 'lock_not_available',
    causes: ['Somebody holds a lock on the table.'],
    found: ['pid 42 (app, murzico-v1), idle in transaction for 90 seconds: select 1'],
    choices: ['Let that transaction finish, then resume.', 'Resume in a quiet hour.'],
  }
  const failure = { message: 'no lock', sqlState: '55P03', statement: null, offenders: [], hint: '', explained }
  expect(failureDetails(failure, 100)).toEqual([
    '  Found:',
    '    - pid 42 (app, murzico-v1), idle in transaction for 90 seconds: select 1',
    '  lock not available comes from:',
    '    - Somebody holds a lock on the table.',
    '  What can be done:',
    '    - Let that transaction finish, then resume.',
    '    - Resume in a quiet hour.',
  ])
})
