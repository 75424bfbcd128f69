import { describe, expect, test } from 'vitest'
import { hazardsOf, rules } from '../../src/hazards/registry.ts'
import { irreversible } from '../../src/hazards/irreversible.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { column, planOf, schema, statisticsOf, table } from '../support/schemas.ts'

const people = schema([table('people', [column('phone', 'text')])])

/** No operation makes such a step today, so one is made of an ordinary step. */
function withoutWayBack(exactness: 'exact' | 'lossy' | 'none'): string[] {
  const [step] = planOf(schema([]), people).steps
  if (step === undefined) throw new Error('the plan is empty')
  const { hazards: _, ...rest } = step
  return hazardsOf({
    change: { kind: 'create_table', table: table('people', [column('phone', 'text')]) },
    step: { ...rest, inverse: { ...rest.inverse, exactness, note: 'the old text is nowhere' } },
    statistics: statisticsOf({}),
    smallTableBytes: 10 * 1024 * 1024,
    facts: postgres.facts('18.4'),
    leading: () => true,
    unmodeled: [],
  })
    .filter(({ id }) => id === irreversible.id)
    .map(({ message }) => message)
}

const cases = {
  reports: [
    {
      exactness: 'none' as const,
      messages: ['create table people cannot be taken back: the old text is nowhere'],
    },
  ],
  allows: [{ exactness: 'exact' as const }, { exactness: 'lossy' as const }],
}

describe(irreversible.id, () => {
  test('is registered and blocks', () => {
    expect(rules).toContain(irreversible)
    expect(irreversible.severity).toBe('block')
  })

  test.for(cases.reports)('reports: $exactness', ({ exactness, messages }) => {
    expect(withoutWayBack(exactness)).toEqual(messages)
  })

  test.for(cases.allows)('allows: $exactness', ({ exactness }) => {
    expect(withoutWayBack(exactness)).toEqual([])
  })
})
