import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../src/lib/fingerprint.ts'
import { ReconcileError } from '../../src/lib/errors.ts'
import { decodePlan, encodePlan } from '../../src/plan/codec.ts'
import { planOf, schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'

const plan = planOf(schema([]), schema([table('people', [column('phone', 'text', { default: "'жук'" })])]))
const text = encodePlan(plan)

function refusal(changed: string): string {
  try {
    decodePlan(changed, 'plan.json')
  } catch (error) {
    expect(error).toBeInstanceOf(ReconcileError)
    expect(error).toMatchObject({ code: 'refused', hint: expect.stringMatching(/\.$/) as string })
    return String((error as ReconcileError).message)
  }
  throw new Error('it was read')
}

test('a plan reads back as it was written', () => {
  expect(decodePlan(text, 'plan.json')).toEqual(plan)
})

test('white space and the order of keys are no part of a plan', () => {
  const { id, steps, ...rest } = JSON.parse(text) as Record<string, unknown>
  expect(decodePlan(JSON.stringify({ steps, ...rest, id }), 'plan.json')).toEqual(plan)
})

describe('refuses', () => {
  test.for([
    ['a statement that was edited', text.replaceAll('жук', 'жуки')],
    ['a step that was taken out', JSON.stringify({ ...plan, steps: [] })],
    ['something that was added', JSON.stringify({ ...plan, allow: ['irreversible'] })],
    ['an id that was changed', JSON.stringify({ ...plan, id: `${'0'.repeat(63)}1` })],
  ] as const)('%s', ([, changed]) => {
    expect(changed).not.toBe(text)
    expect(refusal(changed)).toBe('plan.json is not the plan it says it is: its content does not match its id')
  })

  test.for([
    ['text', 'hello'],
    ['half of a plan', text.slice(0, 300)],
    ['null', 'null'],
    ['a list', '[]'],
    ['an object of another kind', '{"version": 1}'],
    ['nothing', ''],
  ] as const)('%s', ([, changed]) => {
    expect(refusal(changed)).toBe('plan.json is not a plan file')
  })

  test('a plan of another version, even when its id is right', () => {
    const { id: _, ...content } = { ...plan, version: 2 }
    expect(refusal(JSON.stringify({ ...content, id: fingerprint(content) }))).toBe(
      'plan.json is a plan of version 2; this Reconcile reads version 1',
    )
  })
})
