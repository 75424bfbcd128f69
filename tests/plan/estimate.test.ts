import { describe, expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { LockMode, Statement, Work } from '../../src/model/statement.ts'
import type { Action, Estimate } from '../../src/model/step.ts'
import { estimateOf } from '../../src/plan/estimate.ts'
import { assumedRates } from '../../src/plan/rates.ts'
import { backfill, statisticsOf } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'

const subject = inPublic('people')
const statistics = statisticsOf({ people: { rows: 2_000_000, bytes: 1_000_000_000 } })
const statement = (work: Work, mode: LockMode): Statement => ({
  sql: 'select 1',
  locks: [{ mode, relation: subject }],
  transactional: true,
  timeout: 'fast',
  work,
})
const ddl = (...statements: Statement[]): Action => ({ kind: 'ddl', statements, session: 'plain', probe: null })
const estimate = (action: Action): Estimate => estimateOf(action, subject, statistics, assumedRates)

describe('statements', () => {
  test('of the catalog take a moment, under their lock, and touch no row', () => {
    expect(estimate(ddl(statement('catalog', 'access_exclusive')))).toEqual({ rows: 0, durationMs: 5, lockMs: 5 })
  })

  test.for([
    ['scan', 2_005],
    ['index_build', 10_005],
    ['rewrite', 10_005],
  ] as const)('that do a %s take time by the row', ([work, durationMs]) => {
    expect(estimate(ddl(statement(work, 'access_exclusive')))).toEqual({
      rows: 2_000_000,
      durationMs,
      lockMs: durationMs,
    })
  })

  test('beside readers and writers hold nobody up', () => {
    expect(estimate(ddl(statement('scan', 'share_update_exclusive')))).toEqual({
      rows: 2_000_000,
      durationMs: 2_005,
      lockMs: 0,
    })
  })

  test('of one transaction keep the lock of an earlier one to the end', () => {
    const weak = statement('scan', 'share_update_exclusive')
    const strong = statement('catalog', 'access_exclusive')
    expect(estimate(ddl(strong, weak)).lockMs).toBe(2_010)
    expect(estimate(ddl(weak, strong)).lockMs).toBe(5)
  })
})

describe('a backfill', () => {
  const action: Action = {
    kind: 'backfill',
    backfill: backfill('people', { a: '1' }, 'a is null'),
    key: [],
    archive: null,
  }

  test('does a thousand rows a second and holds nobody up', () => {
    expect(estimate(action)).toEqual({ rows: 2_000_000, durationMs: 2_000_000, lockMs: 0 })
  })

  test('of a table nobody has counted costs a moment, and says that it does not know', () => {
    expect(estimateOf(action, inPublic('unknown'), statistics, assumedRates)).toEqual({
      rows: null,
      durationMs: 5,
      lockMs: 0,
    })
  })
})

test('what nobody has counted is not known, even where it costs', () => {
  expect(estimateOf(ddl(statement('scan', 'share')), inPublic('unknown'), statistics, assumedRates)).toEqual({
    rows: null,
    durationMs: 5,
    lockMs: 5,
  })
})

test('the words say what a change costs: a wider varchar is for the catalog, a wider integer is not', () => {
  const ms = (from: string, to: string): number =>
    estimate(ddl(postgres.words.setType(table(subject, []), column('a', from), column('a', to), [], []))).durationMs
  expect(ms('character varying(10)', 'character varying(20)')).toBe(5)
  expect(ms('integer', 'bigint')).toBe(10_005)
})
