import { expect, test } from 'vitest'
import { period } from '../../src/lib/period.ts'

test.each([
  [-5, '0ms'],
  [999, '999ms'],
  [1000, '1s'],
  [61_000, '1m 1s'],
  [1_800_000, '30m'],
  [5_400_000, '1h 30m'],
  [3_600_000 + 59_000, '1h'],
  [259_200_000, '3d'],
  [90_061_000, '1d 1h'],
])('%d ms', (ms, text) => {
  expect(period(ms)).toBe(text)
})
