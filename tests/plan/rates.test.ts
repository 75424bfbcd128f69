import { expect, test } from 'vitest'
import type { FinishedStep } from '../../src/model/rates.ts'
import type { Work } from '../../src/model/statement.ts'
import { assumedRates, measuredRates } from '../../src/plan/rates.ts'
import { ddl, plan, sql, step } from '../apply/support/plans.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'

function finished(works: readonly Work[], rows: number | null, elapsedMs: number): FinishedStep {
  const [one] = plan(postgres, [step('1.1', ddl(...works.map((work) => ({ ...sql('select 1'), work }))))]).steps
  if (one === undefined) throw new Error('a plan without a step')
  return { step: { ...one, estimate: { rows, durationMs: 1, lockMs: 0 } }, elapsedMs, rowsDone: null }
}

test('nothing measured: the documented rates', () => {
  expect(measuredRates([])).toEqual(assumedRates)
  expect(assumedRates.rows).toEqual({ rowsPerSecond: 1_000, measured: false })
})

test('the median, kind by kind', () => {
  const scans = [2_000, 50_000, 4_000].map((rows) => finished(['scan', 'catalog'], rows, 1_000))
  const { scan, rewrite } = measuredRates([...scans, finished(['rewrite'], 10_000, 500)])
  expect(scan).toEqual({ rowsPerSecond: 4_000, measured: true })
  expect(rewrite).toEqual({ rowsPerSecond: 20_000, measured: true })
})

test('what is over too soon, of unknown size, or of several kinds says nothing', () => {
  const useless = [
    finished(['scan'], 999, 1_000),
    finished(['scan'], 100_000, 49),
    finished(['scan'], null, 1_000),
    finished(['scan', 'index_build'], 100_000, 1_000),
    finished(['catalog'], 100_000, 1_000),
  ]
  expect(measuredRates(useless)).toEqual(assumedRates)
})

test('what was long ago counts no more', () => {
  const lately = Array.from({ length: 20 }, () => finished(['scan'], 10_000, 1_000))
  const before = Array.from({ length: 60 }, () => finished(['scan'], 90_000, 1_000))
  expect(measuredRates([...lately, ...before]).scan.rowsPerSecond).toBe(10_000)
})
