import { describe, expect, it } from 'vitest'
import { applyChange } from '../../../src/dialects/sqlite/apply-change.ts'
import type { SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import type { Schema } from '../../../src/model/schema.ts'
import type { Statement } from '../../../src/model/statement.ts'
import type { Action, Inverse } from '../../../src/model/step.ts'
import { columnOf, type Table } from '../../../src/model/table.ts'
import { planChanges } from '../../../src/plan/plan.ts'
import { assumedRates } from '../../../src/plan/rates.ts'
import { filledTable, pairs, start } from './edits.ts'
import { limits, tableNamed } from './tables.ts'
import { column } from '../../support/tables.ts'

type Task = Action | Inverse['action']

/** As apply does it, without the journal: the statements in a transaction, the batches in one go. */
async function perform(session: SqliteSession, task: Task): Promise<void> {
  switch (task.kind) {
    case 'nothing':
      return
    case 'ddl':
      return session.transaction(task.session === 'rebuild' ? 'rebuild' : 'write', limits, () =>
        all(session, task.statements),
      )
    case 'backfill': {
      const { backfill, key, archive } = task
      if (archive !== null)
        await session.execute(
          sqlite.words.batches.createArchive(archive, await tableNamed(session, 't'), backfill, key).sql,
        )
      const to = ['1000']
      const { keepOld, update, keepNew } = sqlite.words.batches
      if (archive !== null) await command(session, keepOld(backfill, key, archive, null, to))
      await command(session, update(backfill, key, null, to))
      if (archive !== null) await command(session, keepNew(backfill, key, archive, null, to))
      return
    }
    case 'restore':
      await command(session, sqlite.words.batches.restore(task.backfill, task.key, task.archive, null, ['1000']))
      await session.execute(`drop table ${sqlite.words.qualify(task.archive)}`)
  }
}

async function command(
  session: SqliteSession,
  { sql, params }: { sql: string; params: readonly unknown[] },
): Promise<void> {
  await session.execute(sql, params)
}

async function all(session: SqliteSession, statements: readonly Statement[]): Promise<void> {
  for (const { sql } of statements) await session.execute(sql)
}

function schemaOf(table: Table): Schema {
  return { tables: [table], enums: [], objects: [], unmodeled: [], quarantined: [] }
}

describe('a plan', () => {
  it.each(
    pairs.map(([one, other]) => [`${one.name} and ${other.name}`, one === other ? [one] : [one, other]] as const),
  )('goes there and back: %s', async (_name, chosen) => {
    const session = await filledTable()
    await session.execute('create view seen as select id, a, e from t')
    const changes = chosen.flatMap((edit) => edit.changes)
    const desired = current(changes.reduce<Table>(applyChange, start))
    const found = await sqlite.introspect(session)
    const specs = {
      schema: schemaOf(desired),
      backfills: [],
      renames: [],
      notRenamed: [],
      moves: [],
      objectRenames: [],
      enumRenames: [],
      governed: new Set<string>(),
      sources: new Map(),
      ignore: [],
    }
    const plan = planChanges({
      dialect: sqlite,
      serverVersion: session.serverVersion,
      targetName: 'test',
      rates: assumedRates,
      gate: 'none',
      found,
      actual: found,
      named: found,
      renamed: found,
      desired: schemaOf(desired),
      specs,
      renames: [],
      objectRenames: [],
      enumRenames: { types: [], labels: [] },
      changes,
      statistics: await sqlite.statistics(session),
      smallTableBytes: 0,
      unmanaged: [],
      spellings: {},
    })
    const state = async (): Promise<unknown> => [
      bySide(await tableNamed(session, 't')),
      await session.query('select id, a, b, c, d, e, f, g, v, w, _rq_1_gone from t order by id'),
    ]
    const before = await state()
    for (const { action, verify } of plan.steps) {
      await perform(session, action)
      for (const { sql, expect: wanted } of verify) {
        const rows = await session.query(sql)
        if (wanted === 'no_rows' && rows.length > 0) throw new Error(`${sql}: ${JSON.stringify(rows)}`)
      }
    }
    const reached = await tableNamed(session, 't')
    expect(bySide(current(reached))).toEqual(bySide(desired))
    expect(columnOf(reached, '_rq_1_gone')).toEqual(column('_rq_1_gone', 'text'))
    for (const { inverse } of plan.steps.toReversed()) {
      const discard = inverse.discard !== null && (await session.query(inverse.discard.unused.sql)).length === 0
      await perform(session, discard && inverse.discard !== null ? inverse.discard.action : inverse.action)
    }
    const [table, rows] = (await state()) as [Table, unknown]
    expect([
      bySide({
        ...table,
        columns: table.columns.filter(({ name }) => !name.startsWith('_rq_') || name === '_rq_1_gone'),
      }),
      rows,
    ]).toEqual(before)
    await session.close()
  })
})

function current(found: Table): Table {
  return { ...found, columns: found.columns.filter(({ name }) => !name.startsWith('_rq_')) }
}

function bySide(found: Table): Table {
  return { ...found, columns: [...found.columns].sort((a, b) => (a.name < b.name ? -1 : 1)) }
}
