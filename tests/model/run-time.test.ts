import { expect, test } from 'vitest'
import { timeOf } from '../../src/model/run-time.ts'
import { samplePlan, sampleRun } from '../report/sample-plan.ts'

test('the time of a run is that of the steps that are done, beside what was estimated for these alone', () => {
  const [first, second] = samplePlan.steps
  expect(timeOf(sampleRun('failed', ['done', 'done', 'failed']))).toEqual({
    steps: 2,
    tookMs: 2_500,
    estimateMs: (first?.estimate.durationMs ?? 0) + (second?.estimate.durationMs ?? 0),
  })
})

test('there is none before a step is done, nor once all are taken back', () => {
  expect(timeOf(sampleRun('running', ['running']))).toBeNull()
  expect(timeOf(sampleRun('rolled_back', ['undone', 'undone']))).toBeNull()
})
