import { expect, test } from 'vitest'
import { type Allowance, allowancesOn, nothingAllowed, onCommandLine } from '../../src/model/allowance.ts'
import { consentToPlan } from '../../src/tui/consent.ts'
import { reviewContent } from '../../src/tui/review-content.ts'
import { reviewMarkdown } from '../../src/report/markdown.ts'
import { lapsedDiagnostics } from '../../src/report/allowed.ts'
import { planJson } from '../../src/report/json.ts'
import { reviewText } from '../../src/report/review.ts'
import { forwardSql, rollbackSql } from '../../src/report/sql.ts'
import { mildPlan, rebuildPlan, samplePlan, sampleTarget, syncedPlan } from './sample-plan.ts'

const devTarget = {
  ...sampleTarget,
  name: 'dev',
  dialect: 'sqlite',
  shownAs: 'sqlite:state/dev.db',
  gate: 'none',
} as const

test('the review names every step, its locks, its way back and the next command', async () => {
  await expect(reviewText(samplePlan, { target: sampleTarget, width: 100 })).toMatchFileSnapshot('snapshots/review.txt')
})

test('a plan on SQLite, with wide names and an escape sequence in its texts', async () => {
  const text = reviewText(rebuildPlan, { target: devTarget, width: 80 })
  expect(text).not.toContain('\u001b')
  await expect(text).toMatchFileSnapshot('snapshots/review-rebuild.txt')
})

test('the conditions of a gate are named where it stands, on every review', () => {
  const gateConditions = [
    { kind: 'soak', ms: 1_800_000 },
    { kind: 'no_session', patterns: ['app-v1*', 'cron'] },
    { kind: 'unused', quietMs: 300_000 },
    { kind: 'command', command: './deployed.sh\u001b[2J' },
  ] as const
  const target = { ...sampleTarget, gateConditions }
  const told = /soak 30m, no session app-v1\* or cron, unused for 5m, command \.\/deployed\.sh[^\u001b]{1,2}\[2J/
  expect(reviewText(samplePlan, { target })).toMatch(told)
  expect(
    reviewContent(samplePlan, target, nothingAllowed)
      .outline.groups.map(({ barrier }) => barrier ?? '')
      .join(''),
  ).toMatch(told)
  expect(consentToPlan(samplePlan, target, nothingAllowed).facts.join()).toMatch(told)
  expect(reviewMarkdown(samplePlan, { target })).toMatch(/It is refused until all of this holds: soak 30m, no session /)
})

test('in sync: one short text', () => {
  expect(reviewText(syncedPlan, { target: sampleTarget })).toBe(
    [
      'In sync: production (postgres://app:***@db1/loyalty, PostgreSQL 18.4) is what the specs say. Nothing to do.',
      '',
      'Not in the specs, not touched (2)',
      '  legacy_import, ops.audit_log',
      '',
      'Not modelled by Reconcile, not touched (1)',
      '  view active_customers',
      '',
    ].join('\n'),
  )
})

test('a hazard that is allowed no longer blocks and is not asked for again', () => {
  const allowances = { counting: [onCommandLine('rewrites-table')], lapsed: [] }
  const text = reviewText(samplePlan, { target: sampleTarget, allowances })
  expect(text).toContain('allowed  rewrites-table')
  expect(text).toContain('allowed  by --allow\n')
  expect(text).not.toContain('--allow rewrites-table')
})

test('every review says who allows a hazard, why and until when, and for how long that counts', () => {
  const allowance: Allowance = {
    hazard: 'rewrites-table',
    by: 'production',
    reason: 'night window, agreed with <ops>',
    until: '2026-12-31',
    position: { file: 'specs/reconcile.yaml', line: 4, column: 14, length: 14 },
  }
  const told = 'by production until 2026-12-31: night window, agreed with <ops>'
  const lastDay = allowancesOn(new Date('2026-12-31T23:59:59Z'), [allowance])
  expect(reviewText(samplePlan, { target: sampleTarget, allowances: lastDay })).toContain(`allowed  ${told}`)
  expect(reviewMarkdown(samplePlan, { target: sampleTarget, allowances: lastDay })).toContain(
    '| `rewrites-table` (allowed; allowed by production until 2026-12-31: night window, agreed with &lt;ops&gt;)',
  )
  expect(JSON.stringify(reviewContent(samplePlan, sampleTarget, lastDay))).toContain(`(allowed ${told})`)
  expect(JSON.parse(planJson(samplePlan, { target: sampleTarget, allowances: lastDay }))).toMatchObject({
    needs_allow: [],
    allowed: [{ hazard: 'rewrites-table', by: 'production', reason: allowance.reason, until: '2026-12-31' }],
    lapsed: [],
  })
  expect(lapsedDiagnostics(samplePlan, lastDay)).toEqual([])

  const nextDay = allowancesOn(new Date('2027-01-01T00:00:00Z'), [allowance])
  const over = reviewText(samplePlan, { target: sampleTarget, allowances: nextDay })
  expect(over).toContain('BLOCKED  rewrites-table')
  expect(over).toContain(`lapsed   ${told}`)
  expect(JSON.parse(planJson(samplePlan, { target: sampleTarget, allowances: nextDay }))).toMatchObject({
    needs_allow: ['rewrites-table'],
    allowed: [],
    lapsed: [{ hazard: 'rewrites-table', position: { line: 4, column: 14 } }],
  })
  expect(lapsedDiagnostics(samplePlan, nextDay)).toMatchObject([
    { id: 'lapsed-allowance', severity: 'warning', position: { file: 'specs/reconcile.yaml', line: 4, column: 14 } },
  ])
  // What the plan does not need is nobody's business.
  expect(lapsedDiagnostics(mildPlan, nextDay)).toEqual([])
})

test('colour changes nothing but colour', () => {
  const plain = reviewText(samplePlan, { target: sampleTarget, width: 80 })
  const colored = reviewText(samplePlan, { target: sampleTarget, width: 80, color: true })
  expect(colored).toContain('\u001b[31mBLOCKED')
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain)
})

test('a gate that is open on the target does not claim to stop', () => {
  const text = reviewText(samplePlan, { target: { ...sampleTarget, name: 'dev', gate: 'none' } })
  expect(text).toContain('gate: open on dev (gate: none), the steps below follow at once')
  expect(text).not.toContain('reconcile continue')
})

test('the URL of the target cannot get into a report: it is not even given', () => {
  expect(Object.keys(sampleTarget)).not.toContain('url')
})

test('Markdown for a pull request', async () => {
  await expect(reviewMarkdown(samplePlan, { target: sampleTarget })).toMatchFileSnapshot('snapshots/review.md')
})

test('names with markup in them stay text in Markdown', () => {
  const step = samplePlan.steps[1]
  if (step === undefined) throw new Error('the sample has steps')
  const title = 'add column a|b.<img src=x> @everyone `x` *y*'
  const text = reviewMarkdown({ ...mildPlan, steps: [{ ...step, title }] }, { target: sampleTarget })
  expect(text).toContain(String.raw`add column a\|b.&lt;img src=x&gt; &#64;everyone \`x\` \*y\*`)
})

test('scripts in both directions', async () => {
  await expect(forwardSql(samplePlan)).toMatchFileSnapshot('snapshots/forward.sql')
  await expect(rollbackSql(samplePlan)).toMatchFileSnapshot('snapshots/rollback.sql')
  await expect(forwardSql(rebuildPlan)).toMatchFileSnapshot('snapshots/forward-rebuild.sql')
})
