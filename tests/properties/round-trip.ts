import { expect, inject } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Table } from '../../src/model/table.ts'
import { type Comparison, expectRowsSurvive, expectSame } from '../support/judge-compare.ts'
import { mustBe } from '../support/judge-stage.ts'
import { type Survey, survey } from '../support/judge-survey.ts'
import { fill } from './example.ts'
import { expectMoved } from './moving.ts'
import type { Drawn } from './release.ts'
import { type Site, siteOf } from './site.ts'
import { asItIs } from './wanted.ts'

/** The number of rows that were there; null when they stood in the way. */
export async function roundTrip(
  dialect: Dialect,
  url: string,
  session: Session,
  { before, wanted: after, dice, smallTableBytes }: Drawn,
): Promise<number | null> {
  const site = siteOf(dialect, url, inject('sqliteDirectory'), smallTableBytes)
  const start = await planned(site.plan(asItIs(before)))
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
  // Where no key tells rows apart yet, the plan says that what a backfill overwrites is not kept.
  const isExact = !plan.steps.some(({ change, inverse }) => change === 'run_backfill' && inverse.exactness === 'none')
  const run = await site.apply(plan)
  if (run.failure?.code === 'refused' && !isExact) return null
  if (run.failure?.code === 'refused') {
    // What could be asked only once an earlier step was done, such as rows that refer to a table that is still empty.
    mustBe('rolled_back', await site.rollBack())
    // Some of its steps were done, and had forgotten the places of rows.
    const reached = { ...found, schema: after.schema }
    expectSame(found, await survey(dialect, session), withoutPlaces(reached))
    return null
  }
  mustBe('done', run)
  const comparison: Comparison = {
    before: found,
    after: await survey(dialect, session),
    plan,
    renames: after.renames,
    enumRenames: after.enumRenames,
    dialect,
    session,
  }
  await expectRowsSurvive(comparison)
  expectMoved(after, found, comparison.after)
  expect((await planned(site.plan(after)))?.steps, 'a second plan is empty').toEqual([])

  if (!isExact) return rows
  mustBe('rolled_back', await site.rollBack())
  expectSame(found, await survey(dialect, session), withoutPlaces(comparison.after))
  return rows
}

/** A key that is the rowid takes the place of the one that rows had before: that one is forgotten, as by WITHOUT ROWID. */
export function withoutPlaces(between: Survey): Survey {
  const isPlace = ({ primaryKey, columns }: Table): boolean =>
    primaryKey?.columns.length === 1 &&
    columns.some(({ name, type }) => name === primaryKey.columns[0] && type === 'integer')
  const tables = between.schema.tables.map((table) => (isPlace(table) ? { ...table, withoutRowid: true } : table))
  return { ...between, schema: { ...between.schema, tables } }
}

export async function planned(outcome: ReturnType<Site['plan']>): Promise<Plan | null> {
  const result = await outcome
  if (result.kind === 'refused') throw new Error(`refused: ${JSON.stringify(result.diagnostics)}`)
  return result.findings.length === 0 ? result.plan : null
}
