import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Column } from '../../src/model/column.ts'
import type { ObjectName } from '../../src/model/name.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Query } from '../../src/model/statement.ts'
import type { ForeignKey } from '../../src/model/constraint.ts'
import type { Table } from '../../src/model/table.ts'
import { outline, planOf, schema } from '../support/schemas.ts'
import { column, foreignKey, index, table, unique } from '../support/tables.ts'

const id = column('id', 'integer', { nullable: false })
const code = column('code', 'text', { nullable: false })
const main = (name: string): ObjectName => ({ schema: 'main', name })
const pk = { primaryKey: { name: 'pk', columns: ['id'] } }

function one(name: string, columns: readonly Column[], rest: Partial<Table> = {}): Table {
  return table(main(name), [id, ...columns], { ...pk, ...rest })
}

function to(parent: string, by: string): ForeignKey {
  return foreignKey(`to_${parent}`, [by], main(parent), { references: { table: main(parent), columns: [by] } })
}

function plan(before: readonly Table[], after: readonly Table[]): Plan {
  return planOf(schema(before), schema(after), { dialect: sqlite })
}

const keyed = { uniques: [unique('code_key', ['code'])] }

describe('keys and those who point to them', () => {
  test('a key is there before the table that is to point to it', () => {
    const before = [one('child', [code]), one('parent', [code])]
    const after = [one('child', [code], { foreignKeys: [to('parent', 'code')] }), one('parent', [code], keyed)]
    expect(outline(plan(before, after))).toEqual([
      'contract: rebuild table parent (add unique)',
      'contract: rebuild table child (add foreign key)',
    ])
  })

  test('and goes after the table that pointed to it, whatever phase that would be', () => {
    const before = [one('child', [code], { foreignKeys: [to('parent', 'code')] }), one('parent', [code], keyed)]
    expect(outline(plan(before, [one('child', []), one('parent', [code])]))).toEqual([
      'contract: rebuild table child (drop foreign key)',
      'contract: rebuild table parent (drop unique)',
      'contract: allow NULL in child.code',
      'contract: put column child.code aside',
    ])
  })

  test('when two pointed to it: after the last of them', () => {
    const child = (name: string, ...columns: Column[]): Table =>
      one(name, columns, { foreignKeys: columns.length > 0 ? [to('parent', 'code')] : [] })
    const before = [child('a', code), child('b', code), one('parent', [code], keyed)]
    const after = [child('a'), one('b', [code]), one('parent', [code])]
    const found = outline(plan(before, after))
    expect(found.indexOf('contract: rebuild table parent (drop unique)')).toBeGreaterThan(
      found.findIndex((step) => step.includes('rebuild table a ')),
    )
  })

  test('a table that goes does so before the key it points to', () => {
    const before = [one('child', [code], { foreignKeys: [to('parent', 'code')] }), one('parent', [code], keyed)]
    expect(outline(plan(before, [one('parent', [code])]))).toEqual([
      'contract: put table child aside',
      'contract: rebuild table parent (drop unique)',
    ])
  })

  test('in a chain each lets go of the next', () => {
    const before = [
      one('first', [code], { foreignKeys: [to('second', 'code')] }),
      one('second', [code], { ...keyed, foreignKeys: [to('third', 'code')] }),
      one('third', [code], keyed),
    ]
    const found = outline(plan(before, [one('first', []), one('third', [code])]))
    const at = (text: string): number => found.findIndex((step) => step.includes(text))
    expect(at('rebuild table first')).toBeLessThan(at('put table second aside'))
    expect(at('put table second aside')).toBeLessThan(at('rebuild table third'))
  })
})

describe('STRICT and WITHOUT ROWID', () => {
  test('come together with what else needs a rebuild, in one', () => {
    const before = [one('people', [code])]
    const after = [one('people', [{ ...code, type: 'integer' }], { strict: true })]
    expect(outline(plan(before, after))).toHaveLength(1)
  })

  test('tighten behind the gate and loosen at once', () => {
    const loose = [one('people', [])]
    const strict = [one('people', [], { strict: true })]
    expect(plan(loose, strict).steps.map(({ phase }) => phase)).toEqual(['contract'])
    expect(plan(strict, loose).steps.map(({ phase }) => phase)).toEqual(['expand'])
  })

  test('go before a counter comes, which WITHOUT ROWID has no room for', () => {
    const before = [one('people', [], { withoutRowid: true })]
    const after = [table(main('people'), [{ ...id, identity: 'by_default' }], { ...pk, strict: true })]
    for (const { action } of plan(before, after).steps) {
      const created = action.kind === 'ddl' ? (action.statements[0]?.sql ?? '') : ''
      expect(created).not.toMatch(/autoincrement[^]*without rowid/)
    }
  })
})

describe('questions to the rows', () => {
  const questions = ({ steps }: Plan): { there: string; back: string } => {
    const [step, ...rest] = steps.filter(({ change }) => change === 'rebuild_table')
    expect(rest).toEqual([])
    const text = (queries: readonly Query[] = []): string => queries.map(({ sql }) => sql).join('\n')
    return { there: text(step?.prechecks), back: text(step?.inverse.prechecks) }
  }

  test('an index that becomes unique asks for duplicates, there and back', () => {
    const plain = one('people', [code], { indexes: [index('i', ['code'])] })
    const single = one('people', [code], { indexes: [index('i', ['code'], { unique: true })] })
    expect(questions(plan([plain], [single])).there).toContain('group by code')
    expect(questions(plan([single], [plain])).back).toContain('group by code')
  })

  test('the way back asks the table as it is then: without the rowid that it has lost', () => {
    const parent = one('parent', [code], keyed)
    const before = one('child', [column('code', 'text')], { primaryKey: null, foreignKeys: [to('parent', 'code')] })
    const { back } = questions(plan([before, parent], [one('child', [], { withoutRowid: true }), parent]))
    expect(back).toContain('not exists')
    expect(back).not.toContain('rowid')
  })
})

test('a schema for which every order is a circle is planned all the same', () => {
  const circle = (...more: Column[]): Schema =>
    schema([
      one('a', [code, ...more], { ...keyed, foreignKeys: [to('b', 'code')] }),
      one('b', [code, ...more], { ...keyed, foreignKeys: [to('a', 'code')] }),
    ])
  const stored = column('twice', 'integer', { generated: { expression: 'id * 2', stored: true } })
  expect(outline(planOf(circle(), circle(stored), { dialect: sqlite }))).toHaveLength(2)
})
