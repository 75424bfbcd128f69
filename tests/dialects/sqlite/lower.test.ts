import { describe, expect, it } from 'vitest'
import { applyChange } from '../../../src/dialects/sqlite/apply-change.ts'
import type { SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { lower } from '../../../src/dialects/sqlite/lower.ts'
import { words } from '../../../src/dialects/sqlite/words/words.ts'
import { sameValue } from '../../../src/lib/compare.ts'
import type { Change } from '../../../src/model/change.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import { columnOf, type Table } from '../../../src/model/table.ts'
import { columnNamed, filledTable, pairs, start, t } from './edits.ts'
import { copyOf, limits, main, run, table, tableNamed } from './tables.ts'
import { check, column } from '../../support/tables.ts'

/** Carries out a lowered change the way an operation does, its own way of putting columns aside included. */
async function carryOut(session: SqliteSession, change: Change): Promise<void> {
  switch (change.kind) {
    case 'rebuild_table':
      if (!sameValue(await tableNamed(session, 't'), change.before)) throw new Error('`before` is not what is there')
      await session.transaction('rebuild', limits, () =>
        run(session, words.rebuildTable(change.before, change.after, copyOf(change.before, change.after), [])),
      )
      return
    case 'add_column':
      return run(session, [words.addColumn(change.table, change.column)])
    case 'drop_column':
      return run(session, [
        change.column.generated === null
          ? words.renameColumn(change.table, change.column.name, `_rq_2_${change.column.name}`)
          : words.dropColumn(change.table, change.column.name),
      ])
    case 'set_not_null':
      return run(session, [words.setNotNull(change.table, change.after, false)])
    case 'drop_not_null':
      return run(session, [words.dropNotNull(change.table, change.after.name)])
    case 'add_check':
      return run(session, [words.addConstraint(change.table, { kind: 'check', definition: change.definition })])
    case 'drop_check':
      return run(session, [words.dropConstraint(change.table, { kind: 'check', definition: change.definition })])
    case 'create_index':
      return run(session, [words.createIndex(change.table, change.index, false)])
    case 'drop_index':
      return run(session, [words.dropIndex(change.table, change.index.name, false)])
    case 'run_backfill': {
      const { sql, params } = words.batches.update(change.backfill, [{ column: 'id', type: 'integer' }], null, ['1000'])
      await session.execute(sql, params)
      return
    }
    default:
      throw new Error(`${change.kind} was not lowered`)
  }
}

/** What only engines with other ways ask for. */
const around = { found: emptySchema, gate: 'manual', isLarge: () => false } as const

const early = new Set([
  'add_column',
  'change_default',
  'drop_not_null',
  'drop_unique',
  'drop_check',
  'drop_foreign_key',
  'rename_constraint',
  'replace_index',
])

describe('lower', () => {
  it.each(
    pairs.map(([one, other]) => [`${one.name} and ${other.name}`, one === other ? [one] : [one, other]] as const),
  )('%s', async (_name, chosen) => {
    const session = await filledTable()
    const changes = chosen.flatMap((edit) => edit.changes)
    const desired = withoutQuarantine(changes.reduce<Table>(applyChange, start))
    const context = {
      actual: await introspect(session),
      desired: { tables: [desired], enums: [], objects: [], unmodeled: [], quarantined: [] },
      serverVersion: session.serverVersion,
      ...around,
    }
    const lowered = lower(changes, context)
    const rebuilds = lowered.filter((change) => change.kind === 'rebuild_table')
    expect(rebuilds.length).toBeLessThanOrEqual(2)
    const first = rebuilds.length === 2 ? (rebuilds[0]?.changes ?? []) : []
    expect(first.filter(({ kind }) => !early.has(kind))).toEqual([])
    for (const change of lowered) await carryOut(session, change)

    const found = await tableNamed(session, 't')
    expect(sortColumns(withoutQuarantine(found))).toEqual(sortColumns(desired))
    expect(columnOf(found, '_rq_1_gone')).toEqual(column('_rq_1_gone', 'text'))
    expect(await session.query('select id, a, e, _rq_1_gone as gone from t order by id')).toEqual(
      [1, 2, 3].map((id) => ({ id, a: `a${id}`, e: `E${id}`, gone: 'kept' })),
    )
    const dropped = chosen.some(({ name }) => name === 'drop_column c')
    expect(await session.query(`select ${dropped ? '_rq_2_c' : 'c'} as c from t`)).toEqual([
      { c: 1 },
      { c: 1 },
      { c: 1 },
    ])
    await session.close()
  })

  it('leaves created, dropped and renamed tables alone', () => {
    const made = table('made', [column('x', 'text')])
    const changes: Change[] = [
      { kind: 'create_table', table: made },
      { kind: 'rename_table', from: main('old'), to: t },
      { kind: 'rename_column', table: t, from: 'x', to: 'a' },
      { kind: 'drop_table', table: start },
    ]
    const schema = { tables: [start], enums: [], objects: [], unmodeled: [], quarantined: [] }
    expect(lower(changes, { actual: schema, desired: schema, serverVersion: '3.54.1', ...around })).toEqual(changes)
  })

  it('rebuilds for what an older library cannot do, or does wrongly', () => {
    const changes: Change[] = [
      { kind: 'add_check', table: t, definition: check('c1', 'd < 100') },
      { kind: 'set_not_null', table: t, before: columnNamed('d'), after: { ...columnNamed('d'), nullable: false } },
    ]
    const schema = { tables: [start], enums: [], objects: [], unmodeled: [], quarantined: [] }
    const kinds = (serverVersion: string): string[] =>
      lower(changes, { actual: schema, desired: schema, serverVersion, ...around }).map(({ kind }) => kind)
    expect(kinds('3.54.1')).toEqual(['add_check', 'set_not_null'])
    expect(kinds('3.53.2')).toEqual(['rebuild_table'])
    expect(kinds('3.40.1')).toEqual(['rebuild_table'])
  })
})

function withoutQuarantine(found: Table): Table {
  return { ...found, columns: found.columns.filter(({ name }) => !name.startsWith('_rq_')) }
}

function sortColumns(found: Table): Table {
  return { ...found, columns: [...found.columns].sort((a, b) => (a.name < b.name ? -1 : 1)) }
}
