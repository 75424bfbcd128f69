import { fingerprint } from '../../src/lib/fingerprint.ts'

/** Whether cases are to stand for themselves alone. */
export function takesAll(): boolean {
  return process.env['RECONCILE_TEST_CASES'] === 'all'
}

/** Whether a case is one of those, one in so many and always the same, that stand for the rest until RECONCILE_TEST_CASES=all. */
export function isDrawn(name: string, oneIn: number): boolean {
  return takesAll() || Number.parseInt(fingerprint(name).slice(0, 8), 16) % oneIn === 0
}
