import { describe, expect, test } from 'vitest'
import { postgresMajors } from './support/databases.ts'
import { mustBe } from './support/judge-stage.ts'
import { afterSpecs, asideIn, purgeAll } from './support/successive-specs.ts'

const alone = `\n  vips: { columns: { id: { type: bigint, not_null: true } } }`
const heir = `\n  vips: { columns: {}, inherits: [people] }`

function spec(columns: string, vips: string): string {
  return `tables:
  people: { columns: { id: bigint${columns} }, primary_key: [id] }${vips}
`
}

describe.each(postgresMajors())(
  'postgres %d: what a table has put aside that others begin to inherit from',
  (major) => {
    test.each([
      ['optional', ', note: text'],
      ['with-a-default', `, note: { type: text, not_null: true, default: "'none'" }`],
      ['numbered', ', note: { type: bigint, identity: always }'],
    ])('is no hindrance: a column, %s', async (name, column) => {
      const specs = [spec(column, alone), spec('', alone), spec('', heir)]
      await afterSpecs(major, `joined-${name}`, specs, async (last, session) => {
        await session.execute('insert into vips values (2)')
        const there = await asideIn(session)
        mustBe('done', await last.apply(await last.planned()))
        mustBe('rolled_back', await last.rollback())
        expect(await asideIn(session)).toEqual(there)
        mustBe('done', await last.apply(await last.planned()))
        await purgeAll(last)
        expect(await asideIn(session)).toEqual([])
        expect(await session.query('select id from people')).toEqual([{ id: '2' }])
      })
    })

    const amount = (type: string): string => `, amount: ${type} }, checks: { some: amount > 0`
    const own = alone.replace('} } }', `}${amount('bigint')} } }`)
    test.each([
      [
        'a rule on a column that was exchanged',
        [spec(amount('integer'), own), spec(amount('bigint'), own), spec(amount('bigint'), heir)],
      ],
      [
        'a required column with a value for each row',
        [
          spec(', token: { type: uuid, not_null: true, default: gen_random_uuid() }', alone),
          spec('', alone),
          spec('', heir),
        ],
      ],
    ])('has to be purged before: %s', async (name, specs) => {
      await afterSpecs(major, name.replaceAll(' ', '-'), specs, async (last, session) => {
        expect(await last.plan()).toMatchObject({
          kind: 'refused',
          diagnostics: [expect.objectContaining({ id: 'aside-in-the-way' })],
        })
        await purgeAll(last)
        mustBe('done', await last.apply(await last.planned()))
        expect(await asideIn(session)).toEqual([])
      })
    })
  },
)
