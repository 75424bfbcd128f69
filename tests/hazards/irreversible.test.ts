import { describe, expect, test } from 'vitest'
import { hazardsOf, rules } from '../../src/hazards/registry.ts'
import type { CompositeType } from '../../src/model/objects/composite-type.ts'
import type { Domain } from '../../src/model/objects/domain.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
import { irreversible } from '../../src/hazards/irreversible.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { domain } from '../support/objects.ts'
import { planOf, schema, statisticsOf } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'

const people = schema([table('people', [column('phone', 'text')])])

/** Any step, as if it had no way back. */
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
    unmodeled: [],
    before: schema([]),
    after: people,
    specs: emptySchema,
    leading: () => true,
  })
    .filter(({ id }) => id === irreversible.id)
    .map(({ message }) => message)
}

function row(name: string, type: string): CompositeType {
  const attributes = [{ name: 'mail', type, collation: null, comment: null }]
  return { kind: 'composite_type', name: inPublic(name), on: null, comment: null, attributes }
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

  test.for([
    { held: 'array', type: 'public.email[]', blocks: true },
    { held: 'row', type: 'public.contact', blocks: true },
    { held: 'row of a row', type: 'public.book', blocks: true },
    { held: 'column of its own', type: 'public.email', blocks: false },
  ])('a rule that leaves a domain stored in an $held', ({ type, blocks }) => {
    const people = table('people', [column('id', 'bigint'), column('mail', type)])
    const withRule = (checks: Domain['checks']): Schema => ({
      ...schema([people]),
      objects: [domain('email', { checks }), row('contact', 'public.email'), row('book', 'public.contact[]')],
    })
    const rule = { name: 'email_has_at', expression: "VALUE ~ '@'::text", validated: true, comment: null }
    const found = planOf(withRule([rule]), withRule([])).steps.flatMap(({ hazards }) =>
      hazards.filter(({ id }) => id === irreversible.id).map(({ message }) => message),
    )
    expect(found).toEqual(
      blocks
        ? [
            'alter domain email cannot be taken back: people.mail holds values of domain email within an array, a row or a range, where PostgreSQL proves no rule: email_has_at cannot come back',
          ]
        : [],
    )
  })

  test.for(cases.allows)('allows: $exactness', ({ exactness }) => {
    expect(withoutWayBack(exactness)).toEqual([])
  })
})
