import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { onStayingSequences } from '../../src/diff/access-follows.ts'
import { diff } from '../../src/diff/diff.ts'
import { compareText, sameValue } from '../../src/lib/compare.ts'
import { checksOfParents, columnsOfParents } from '../../src/model/family.ts'
import type { Schema } from '../../src/model/schema.ts'
import { phases } from '../../src/model/step.ts'
import { decodePlan, encodePlan } from '../../src/plan/codec.ts'
import { dialects, planOf } from '../support/schemas.ts'
import { contextOf, simulate } from '../support/simulate.ts'
import { anyPair, anySchema } from './arbitrary.ts'
import { replay, runs } from './runs.ts'

const parameters = { numRuns: runs(36), ...replay() }

describe.for(dialects)('$dialect.name', ({ dialect, serverVersion }) => {
  const engine = { name: dialect.name, major: Number.parseInt(serverVersion, 10) }
  // As planning sees them: what is granted on sequences that go goes with them.
  const pair = anyPair(engine).map((schemas) => {
    const [before, after] = [withoutSchemas(schemas[0]), withoutSchemas(schemas[1])]
    return [onStayingSequences(before, after), after] as const
  })

  test('a schema differs from itself in nothing', () => {
    fc.assert(
      fc.property(anySchema(engine), (schema) => {
        expect(diff(schema, structuredClone(schema))).toEqual({ changes: [], refused: [] })
      }),
      parameters,
    )
  })

  test('the changes of a diff, lowered and in landing order, lead to the desired schema', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { changes, refused } = diff(before, after)
        fc.pre(refused.length === 0)
        const { schema } = simulate(contextOf(dialect, serverVersion, before, after, changes))
        expect(comparable(schema)).toEqual(comparable(after))
        expect(diff(comparable(schema), after).changes).toEqual([])
      }),
      parameters,
    )
  })

  test('nothing lands before what it depends on, nor later than contract', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const { changes, refused } = diff(before, after)
        fc.pre(refused.length === 0)
        const { landed } = simulate(contextOf(dialect, serverVersion, before, after, changes))
        const order = landed.map(({ phase }) => phases.indexOf(phase))
        expect(order).toEqual([...order].sort((a, b) => a - b))
        for (const { phase, floor } of landed)
          expect(phases.indexOf(phase)).toBeGreaterThanOrEqual(phases.indexOf(floor))
      }),
      parameters,
    )
  })

  test('a plan is the same each time, whole, and reads back from its file', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        fc.pre(diff(before, after).refused.length === 0)
        const plan = planOf(before, after, { dialect, serverVersion })
        expect(planOf(structuredClone(before), structuredClone(after), { dialect, serverVersion })).toEqual(plan)
        expect(decodePlan(encodePlan(plan), 'plan.json')).toEqual(JSON.parse(JSON.stringify(plan)))
        expect(plan.steps.length === 0).toBe(diff(before, after).changes.length === 0)
      }),
      parameters,
    )
  })

  test('steps are numbered by phase, each alone where it cannot be in a transaction, each with a way back', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        fc.pre(diff(before, after).refused.length === 0)
        const { steps } = planOf(before, after, { dialect, serverVersion })
        const order = steps.map(({ phase }) => phases.indexOf(phase))
        expect(order).toEqual([...order].sort((a, b) => a - b))
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
        for (const { action, inverse, change } of steps) {
          for (const one of [action, inverse.action, inverse.discard?.action]) {
            if (one?.kind !== 'ddl' || one.statements.every(({ transactional }) => transactional)) continue
            expect(one.statements).toHaveLength(1)
            expect(one.probe).not.toBeNull()
          }
          expect(inverse.exactness).toBe(change === 'extend_enum' ? 'lossy' : 'exact')
        }
      }),
      parameters,
    )
  })
})

/** A schema is there with what it holds, which an engine alone can tell. */
function withoutSchemas(schema: Schema): Schema {
  return { ...schema, objects: schema.objects.filter(({ kind, on }) => kind !== 'schema' && on?.kind !== 'schema') }
}

/** Neither the order of columns counts, nor whether a table has by itself as well what comes from its parents. */
function comparable(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: without(table.columns, columnsOfParents(schema, table)).toSorted((a, b) => compareText(a.name, b.name)),
      checks: without(table.checks, checksOfParents(schema, table)),
    })),
  }
}

function without<T>(own: readonly T[], passed: readonly T[]): T[] {
  return own.filter((one) => !passed.some((other) => sameValue(one, other)))
}
