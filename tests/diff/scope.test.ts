import { describe, expect, test } from 'vitest'
import { diff } from '../../src/diff/diff.ts'
import { withIgnored } from '../../src/diff/ignored.ts'
import { scopeOf } from '../../src/diff/scope.ts'
import type { Recorded } from '../../src/model/recorded.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
import { desired, schema } from '../support/schemas.ts'
import { check, column, index, inPublic, table } from '../support/tables.ts'

const named = (...names: string[]): Schema => schema(names.map((name) => table(name, [column('id', 'bigint')])))
const recorded = (...names: string[]): Recorded => ({ schema: named(...names), backfills: [], spellings: {} })
const namesOf = ({ tables }: Schema): string[] => tables.map(({ name }) => name.name)

describe('tables', () => {
  test('that nobody speaks for are reported and left alone', () => {
    const { managed, unmanaged } = scopeOf(named('a', 'b', 'c'), desired(named('a')), recorded('b'))
    expect(namesOf(managed)).toEqual(['a', 'b'])
    expect(unmanaged).toEqual([{ kind: 'table', name: inPublic('c') }])
  })

  test('of another schema are other tables', () => {
    const actual = schema([table({ schema: 'crm', name: 'a' }, [])])
    expect(scopeOf(actual, desired(named('a')), null).unmanaged).toEqual([
      { kind: 'table', name: { schema: 'crm', name: 'a' } },
    ])
  })

  test('that are about to be renamed are managed under their old name', () => {
    const specs = desired(named('customers'), {
      renames: [{ table: inPublic('customers'), column: null, from: 'clients', position: null }],
    })
    expect(scopeOf(named('clients'), specs, null)).toMatchObject({ unmanaged: [] })
  })

  test('keep what is not modelled in view: a rebuild has to put it back', () => {
    const view = { kind: 'view', name: inPublic('v'), table: inPublic('a'), sql: 'create view v as select 1' }
    const actual = { ...named('a'), unmodeled: [view] }
    expect(scopeOf(actual, desired(named('a')), null).managed.unmodeled).toEqual([view])
  })
})

describe('enums', () => {
  const type = (name: string): Schema['enums'][number] => ({ name: inPublic(name), labels: ['x'], comment: null })

  test('that nobody speaks for, and those put aside, are left alone', () => {
    const actual = schema([], [type('declared'), type('recorded'), type('foreign'), type('_rq_12345678_old')])
    const before: Recorded = {
      schema: schema([], [type('recorded'), type('_rq_12345678_old')]),
      backfills: [],
      spellings: {},
    }
    const { managed } = scopeOf(actual, desired(schema([], [type('declared')])), before)
    expect(managed.enums.map(({ name }) => name.name)).toEqual(['declared', 'recorded'])
  })
})

describe('ignore', () => {
  const actual = schema([
    table(
      'people',
      [column('id', 'bigint'), column('tmp_note', 'text'), column('tmp_kept', 'text', { comment: 'found' })],
      {
        indexes: [index('people_adhoc_1', ['id']), index('people_idx', ['id'])],
        checks: [check('people_adhoc', 'id > 0')],
      },
    ),
  ])
  const wanted = schema([table('people', [column('id', 'bigint'), column('tmp_kept', 'text')])])
  const kept = (...ignore: string[]): string[] => {
    const patterns = ignore.map((pattern) => ({ table: inPublic('people'), pattern }))
    const changes = diff(actual, withIgnored(wanted, actual, patterns)).changes
    return changes.map((change) => ('index' in change ? `${change.kind} ${change.index.name}` : change.kind)).sort()
  }

  test('leaves alone what a pattern names, unless the specs declare it', () => {
    expect(kept()).toEqual([
      'change_comment',
      'drop_check',
      'drop_column',
      'drop_index people_adhoc_1',
      'drop_index people_idx',
    ])
    expect(kept('tmp_*', '*_adhoc*')).toEqual(['change_comment', 'drop_index people_idx'])
  })

  test('is a glob, not a regular expression, and matches whole names', () => {
    const all = kept()
    for (const pattern of ['people.adhoc.1', 'tmp_', 'PEOPLE_*', '(', '[a-z]*']) expect(kept(pattern)).toEqual(all)
    expect(kept('people_adhoc_?')).toEqual(all.filter((line) => line !== 'drop_index people_adhoc_1'))
    expect(kept('*')).toEqual(['change_comment'])
  })

  test('speaks only for the table that says it', () => {
    expect(withIgnored(wanted, actual, [{ table: inPublic('orders'), pattern: '*' }])).toEqual(wanted)
  })

  test('has nothing to say about a table that is not there yet', () => {
    expect(withIgnored(wanted, emptySchema, [{ table: inPublic('people'), pattern: '*' }])).toEqual(wanted)
  })
})
