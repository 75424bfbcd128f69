import { expect, test } from 'vitest'
import { bug, ReconcileError } from '../../src/lib/errors.ts'

test('a known failure carries its code, what to do, the SQLSTATE and the cause', () => {
  const cause = new Error('from the driver')
  const error = new ReconcileError('step_failed', 'step 1.1 failed', { hint: 'Try again.', sqlState: '55P03', cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'ReconcileError',
    code: 'step_failed',
    hint: 'Try again.',
    sqlState: '55P03',
    cause,
  })
})

test('without details there is none of them, not even an undefined cause', () => {
  const error = new ReconcileError('usage', 'no such verb')
  expect('cause' in error).toBe(false)
  expect(error.hint).toBeUndefined()
})

test('a mistake of ours says so', () => {
  expect(bug('x')).toMatchObject({
    code: 'bug',
    message: 'x',
    hint: expect.stringContaining('bug in Reconcile') as string,
  })
})
