import { tableRewrite } from '../../src/hazards/table-rewrite.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Column } from '../../src/model/column.ts'
import type { EnumType } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const people = (...columns: Column[]): ReturnType<typeof schema> => schema([table('people', columns)])
const points = (type: string): Column => column('points', type)

const withHeirs = (...columns: Column[]): ReturnType<typeof schema> =>
  schema([table('people', columns), table('members', [], { inherits: [inPublic('people')] })])

const mood = (...labels: string[]): EnumType => ({ name: inPublic('mood'), labels, comment: null })

const moody = [
  column('mood', 'public.mood'),
  column('shown', 'text', { generated: { expression: '(mood)::text', stored: true } }),
]

testRule(tableRewrite, {
  reports: [
    {
      name: 'another type in other bits, where columns cannot be exchanged',
      before: withHeirs(points('integer')),
      after: withHeirs(points('bigint')),
      sizes: { people: large },
      messages: [
        'people is rewritten under ACCESS EXCLUSIVE; not online, since the table shares its columns with others',
      ],
    },
    {
      name: 'a stored generated column that comes',
      before: people(points('integer')),
      after: people(
        points('integer'),
        column('twice', 'integer', { generated: { expression: 'points * 2', stored: true } }),
      ),
      sizes: { people: large },
      messages: ['people is rewritten under ACCESS EXCLUSIVE'],
    },
    {
      name: 'a table that is renamed as well, and was counted by its old name',
      before: people(points('integer')),
      after: schema([table('customers', [points('bigint')])]),
      renames: [{ table: inPublic('customers'), column: null, from: 'people' }],
      sizes: { people: large },
      messages: [
        'customers is rewritten under ACCESS EXCLUSIVE; not online, since the same plan renames the table, which takes a plan of its own',
      ],
    },
    {
      name: 'a table that the target does not call small, where columns cannot be exchanged',
      before: withHeirs(points('integer')),
      after: withHeirs(points('bigint')),
      sizes: { people: small },
      smallTableBytes: 0,
      messages: [
        'people is rewritten under ACCESS EXCLUSIVE; not online, since the table shares its columns with others',
      ],
    },
    {
      name: 'an enum that loses a label, where something is computed of it',
      before: schema([table('people', moody)], [mood('good', 'bad')]),
      after: schema([table('people', moody)], [mood('good')]),
      sizes: { people: large },
      messages: ['people is rewritten under ACCESS EXCLUSIVE'],
    },
  ],
  allows: [
    {
      name: 'another type in other bits, by an exchange of columns',
      before: people(points('integer')),
      after: people(points('bigint')),
      sizes: { people: large },
    },
    {
      name: 'an enum that loses a label, by an exchange of columns',
      before: schema([table('people', [column('mood', 'public.mood')])], [mood('good', 'bad')]),
      after: schema([table('people', [column('mood', 'public.mood')])], [mood('good')]),
      sizes: { people: large },
    },
    {
      name: 'a small table',
      before: people(points('integer')),
      after: people(points('bigint')),
      sizes: { people: small },
    },
    {
      name: 'a volatile default, whose rows are filled in batches',
      before: people(points('integer')),
      after: people(points('integer'), column('token', 'uuid', { default: 'gen_random_uuid()' })),
      sizes: { people: large },
    },
    {
      name: 'a constant default',
      before: people(points('integer')),
      after: people(points('integer'), column('tier', 'integer', { nullable: false, default: '1' })),
      sizes: { people: large },
    },
    {
      name: 'SQLite, whose rebuild has a notice of its own',
      dialect: sqlite,
      before: people(points('integer')),
      after: people(points('text')),
      sizes: { people: large },
    },
  ],
})
