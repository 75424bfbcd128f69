import { describe, expect, test } from 'vitest'
import type { ChangeKind } from '../../src/model/change.ts'
import type { Action, Inverse, Step } from '../../src/model/step.ts'
import { planOf } from '../support/schemas.ts'
import type { Example } from './example.ts'
import { objectExamples } from './object-examples.ts'
import { physicalExamples } from './physical-examples.ts'
import { ruleExamples } from './rule-examples.ts'
import { swapExamples } from './swap-examples.ts'
import { tableExamples } from './table-examples.ts'

/** Does not compile until every kind of change has one. What is expected is what a reviewer would read. */
const examples: { readonly [K in ChangeKind]: Example } = {
  ...tableExamples,
  ...ruleExamples,
  ...objectExamples,
  ...physicalExamples,
  ...swapExamples,
}

describe.for(Object.entries(examples))('%s', ([kind, { before, after, steps, ...parts }]) => {
  test('is carried out and taken back by', () => {
    const plan = planOf(before, after, parts)
    const own = plan.steps.filter((step) => step.change === kind)
    // What follows `_rq_` are hashes of the plan and of the name.
    expect(
      own
        .flatMap(spelled)
        .map((line) =>
          line.replaceAll(/_rq_[0-9a-f]{8}_[0-9a-f]{6}_/g, '_rq_').replaceAll(/_rq_[0-9a-f]{12}_/g, '_rq_'),
        ),
    ).toEqual(steps)
  })

  test('says what it does, to what and why, and how far it can be taken back', () => {
    const own = planOf(before, after, parts).steps.filter((step) => step.change === kind)
    for (const { title, reason, inverse, action } of own) {
      expect(title).toMatch(/people|customers|status|tiers/)
      expect(reason).not.toBe('')
      expect(inverse.exactness).toBe(kind === 'extend_enum' ? 'lossy' : 'exact')
      if (inverse.exactness !== 'exact' || inverse.action.kind === 'nothing') expect(inverse.note).not.toBe('')
      if (action.kind === 'ddl' && action.statements.some(({ transactional }) => !transactional)) {
        expect(action.statements).toHaveLength(1)
        expect(action.probe).not.toBeNull()
      }
    }
  })
})

function spelled({ phase, action, inverse }: Step): string[] {
  return [`${phase}: ${text(action)}`, `  back: ${text(inverse.action)}`, ...discard(inverse)]
}

function discard({ discard: instead }: Inverse): string[] {
  return instead === null ? [] : [`  when unused: ${text(instead.action)}`]
}

function text(action: Action | Inverse['action']): string {
  switch (action.kind) {
    case 'ddl':
      return action.statements.map(({ sql }) => sql.replaceAll(/\s+/g, ' ')).join('; ')
    case 'backfill':
    case 'restore':
      return `${action.kind} ${action.backfill.name} along ${action.key.map(({ column: name }) => name).join(', ') || 'the row position'}, old values in ${action.archive?.name ?? 'nothing'}`
    case 'nothing':
      return 'nothing'
  }
}
