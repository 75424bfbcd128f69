import { describe, expect, test } from 'vitest'
import { rules } from '../../src/hazards/registry.ts'
import type { Rule } from '../../src/hazards/rule.ts'
import type { Schema } from '../../src/model/schema.ts'
import { type PlanParts, planOf } from '../support/schemas.ts'

interface Allowed extends PlanParts {
  readonly name: string
  readonly before: Schema
  readonly after: Schema
}

interface Reported extends Allowed {
  /** The messages of this rule over the whole plan, in order. */
  readonly messages: readonly string[]
}

type AtLeastOne<T> = readonly [T, ...T[]]

/** Both halves are needed: a rule that never keeps quiet is as useless as one that never speaks. */
export function testRule(
  rule: Rule,
  cases: { readonly reports: AtLeastOne<Reported>; readonly allows: AtLeastOne<Allowed> },
): void {
  const found = ({
    before,
    after,
    name: _,
    ...parts
  }: Allowed): readonly { message: string; severity: string; instead: string }[] =>
    planOf(before, after, parts).steps.flatMap(({ hazards }) => hazards.filter(({ id }) => id === rule.id))

  describe(rule.id, () => {
    test('is registered, and says why and what else to do', () => {
      expect(rules).toContain(rule)
      expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(rule.why).toMatch(/\.$/)
      expect(rule.instead).not.toBe('')
    })

    test.for(cases.reports)('reports: $name', (one) => {
      const hazards = found(one)
      expect(hazards.map(({ message }) => message)).toEqual(one.messages)
      expect(one.messages).not.toEqual([])
      for (const { severity, instead } of hazards) {
        expect({ severity, instead }).toEqual({ severity: rule.severity, instead: rule.instead })
      }
    })

    test.for(cases.allows)('allows: $name', (one) => {
      expect(found(one)).toEqual([])
    })
  })
}

/** A table of a size at which a rewrite or a scan hurts. */
export const large = { rows: 50_000_000, bytes: 8 * 1024 ** 3 }

/** A table of a size at which it is over before anybody notices. */
export const small = { rows: 1_000, bytes: 128 * 1024 }
