import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withSession } from '../../src/commands/target.ts'
import type { Session } from '../../src/dialects/session.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { freshSqlite, postgresMajors } from '../support/databases.ts'
import { type Comparison, expectRowsSurvive, expectSame } from '../support/judge-compare.ts'
import { postgresJudge } from '../support/judge-database.ts'
import { mustBe } from '../support/judge-stage.ts'
import { type Survey, survey } from '../support/judge-survey.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { anyPair } from './arbitrary.ts'
import { fill, siteOf } from './example.ts'
import { replay, runs } from './runs.ts'

interface Lab {
  readonly name: string
  readonly dialect: Dialect
  /** Examples in an ordinary run: a PostgreSQL database takes twenty times as long as a file. */
  readonly examples: number
  fresh(): Promise<{ readonly url: string; remove(): Promise<void> }>
}

const newest = Math.max(...postgresMajors())
const judge = postgresJudge(newest)

const labs: readonly Lab[] = [
  { name: 'sqlite', dialect: sqlite, examples: 150, fresh: freshSqlite },
  {
    name: `postgres ${newest}`,
    dialect: judge.dialect,
    examples: 25,
    fresh: async () => {
      const { url, dispose } = await judge.fresh()
      return { url, remove: dispose }
    },
  },
]

/** Milliseconds: a slow machine tries fewer examples rather than failing. What fails is shrunk within the same time. */
const patience = runs(0) > 0 ? 3_000_000 : 90_000

describe.each(labs)('$name', ({ dialect, examples, fresh }) => {
  test(
    'from any schema to any other: converges, keeps every row, and comes back',
    async () => {
      const seen = { carriedOut: 0, refused: 0, rows: 0 }
      const dice = fc.array(fc.nat(9), { minLength: 12, maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(anyPair(dialect.name), dice, async ([before, after], chances) => {
          const { url, remove } = await fresh()
          try {
            const target = {
              name: 'property',
              dialect: dialect.name,
              url,
              shownAs: url,
              gate: 'none',
              allow: [],
              lockBudgetMs: 5_000,
              lockWindowMs: 60_000,
              smallTableBytes: 10 * 1024 * 1024,
            } as const
            await withSession(dialect, target, async (session) => {
              const rows = await roundTrip(dialect, url, session, before, after, chances)
              if (rows === null) seen.refused += 1
              else seen.carriedOut += 1
              seen.rows += rows ?? 0
            })
          } finally {
            await remove()
          }
        }),
        { numRuns: runs(examples), ...replay(), interruptAfterTimeLimit: patience, markInterruptAsFailure: false },
      )
      // A property that refuses everything would hold.
      expect(seen.carriedOut * 5, `${seen.carriedOut} carried out, ${seen.refused} refused`).toBeGreaterThan(
        seen.refused,
      )
      expect(seen.rows).toBeGreaterThan(0)
    },
    patience + 60_000,
  )
})

/** The number of rows that were there; null when the data, or a label that would go, stood in the way. */
async function roundTrip(
  dialect: Dialect,
  url: string,
  session: Session,
  before: Schema,
  after: Schema,
  dice: readonly number[],
): Promise<number | null> {
  const site = siteOf(dialect, url)
  const start = await planned(site.plan(before))
  if (start === null) throw new Error('the schema to start from was refused')
  if (start.steps.length > 0) mustBe('done', await site.apply(start))
  const rows = await fill(session, dialect, before, dice)
  const found = await survey(dialect, session)

  const plan = await planned(site.plan(after))
  if (plan === null) {
    expectSame(found, await survey(dialect, session), found)
    return null
  }
  if (plan.steps.length === 0) return rows
  const run = await site.apply(plan)
  if (run.failure?.code === 'refused') {
    // What could be asked only once an earlier step was done, such as rows that refer to a table that is still empty.
    mustBe('rolled_back', await site.rollBack())
    // Some of its steps were done, and had forgotten the places of rows.
    const reached = { ...found, schema: { ...found.schema, tables: after.tables } }
    expectSame(found, await survey(dialect, session), withoutPlaces(reached))
    return null
  }
  mustBe('done', run)
  const comparison: Comparison = {
    before: found,
    after: await survey(dialect, session),
    plan,
    renames: [],
    enumRenames: [],
    dialect,
    session,
  }
  await expectRowsSurvive(comparison)
  expect((await planned(site.plan(after)))?.steps, 'a second plan is empty').toEqual([])

  mustBe('rolled_back', await site.rollBack())
  expectSame(found, await survey(dialect, session), withoutPlaces(comparison.after))
  return rows
}

/** A key that is the rowid takes the place of the one that rows had before: that one is forgotten, as by WITHOUT ROWID. */
function withoutPlaces(between: Survey): Survey {
  const isPlace = ({ primaryKey, columns }: Table): boolean =>
    primaryKey?.columns.length === 1 &&
    columns.some(({ name, type }) => name === primaryKey.columns[0] && type === 'integer')
  const tables = between.schema.tables.map((table) => (isPlace(table) ? { ...table, withoutRowid: true } : table))
  return { ...between, schema: { ...between.schema, tables } }
}

async function planned(outcome: ReturnType<ReturnType<typeof siteOf>['plan']>): Promise<Plan | null> {
  const result = await outcome
  if (result.kind === 'refused') {
    const unexpected = result.diagnostics.filter(
      ({ severity, id }) => severity === 'error' && id !== 'enum-label-removed',
    )
    expect(unexpected).toEqual([])
    return null
  }
  return result.findings.length === 0 ? result.plan : null
}
