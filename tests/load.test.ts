import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { sameValue } from '../src/lib/compare.ts'
import { startApplication, type UsedTable } from './support/application.ts'
import { type Case, corpus, runsOn } from './support/cases.ts'
import { postgresMajors } from './support/databases.ts'
import { isDrawn } from './support/drawn.ts'
import { buildBefore } from './support/judge-build.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'

const clients = 8

/**
 * The application goes on reading, inserting, updating and deleting through the whole run, with a new version at the gate,
 * and through the rollback: no statement fails or waits for a lock longer than the budget, and every row is what was last
 * written. Where no form beside an application exists, the plan says so.
 */
describe.each(postgresMajors())('postgres %d', (major) => {
  const engine = postgresJudge(major)
  // Seconds a case, and majors differ in little.
  const oneIn = major === Math.max(...postgresMajors()) ? 1 : 4
  const cases = corpus().filter((one) => runsOn(one, major) && loadOf(one) !== null && isDrawn(one.name, oneIn))
  const isOnline = (one: Case): boolean => loadOf(one)?.not_online === undefined

  test.each(cases.filter((one) => !isOnline(one)))(
    '$name is no change beside an application, and says so',
    async (one) => {
      const { url, dispose } = await buildBefore(one, engine)
      // No table is so small that it does not matter.
      const stage = await openStage(url, one.after, { dialect: engine.dialect, smallTableBytes: 0 })
      const { steps } = await stage.planned()
      const hazards = steps.flatMap((step) => step.hazards)
      expect(hazards).toContainEqual(expect.objectContaining({ id: loadOf(one)?.not_online, severity: 'block' }))
      await dispose()
    },
  )

  test.each(cases.filter(isOnline))('$name', async (one) => {
    const { tables, rollback } = loadOf(one) ?? { tables: [] }
    const { url, dispose } = await buildBefore({ ...one, rows: new Map() }, engine)
    const application = await startApplication(url, tables, clients)
    try {
      const stage = await openStage(url, one.after, { dialect: engine.dialect, gate: 'manual' })
      await application.settled()
      const outcome = await stage.apply(await stage.planned())
      await application.deploy('after_gate')
      if (outcome.status === 'paused') mustBe('done', await stage.goOn())
      else mustBe('done', outcome)
      await application.settled()
      const differs = tables.some(
        ({ before_gate: before, after_gate: after, renamed, upserts }) =>
          Object.keys({ ...before, ...after, ...renamed }).length > 0 ||
          !sameValue(upserts.before_gate, upserts.after_gate),
      )
      if (differs) await application.deploy('common')
      const back = await stage.rollback()
      if (rollback === 'refused') expect(back.failure?.code).toBe('refused')
      else {
        mustBe('rolled_back', back)
        await application.deploy('before_gate')
      }
      await application.settled()
    } finally {
      const different = await application.stop()
      expect([...new Set(application.failures)].slice(0, 10)).toEqual([])
      expect(different).toEqual([])
    }
    await dispose()
  })
})

interface Load {
  readonly tables: readonly UsedTable[]
  /** What the new version has written does not fit the old shape. */
  readonly rollback?: 'refused'
  /** The hazard of a change that has no form beside an application; nothing else is said then. */
  readonly not_online?: string
}

function loadOf({ directory }: Case): Load | null {
  const file = join(directory, 'load.yaml')
  if (!existsSync(file)) return null
  const { tables = {}, ...rest } = parse(readFileSync(file, 'utf8')) as Omit<Load, 'tables'> & {
    readonly tables?: Readonly<Record<string, Partial<UsedTable> | null>>
  }
  return {
    ...rest,
    tables: Object.entries(tables).map(([name, table]) => ({
      name,
      key: 'id',
      numbered: true,
      values: {},
      before_gate: {},
      after_gate: {},
      upserts: {},
      renamed: {},
      rows: 2000,
      deletes: true,
      grows: 'always',
      until_gate: false,
      queries: [],
      ...table,
    })),
  }
}
