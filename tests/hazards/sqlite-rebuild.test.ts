import { sqliteRebuild } from '../../src/hazards/sqlite-rebuild.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = (type: string, ...more: string[]): Schema =>
  schema([
    table({ schema: 'main', name: 'people' }, [column('phone', type), ...more.map((name) => column(name, 'text'))]),
  ])

testRule(sqliteRebuild, {
  reports: [
    {
      name: 'another type, which SQLite has no ALTER for',
      dialect: sqlite,
      before: people('text'),
      after: people('integer'),
      messages: ['people is copied and replaced'],
    },
  ],
  allows: [
    {
      name: 'a column more, which it can alter in place',
      dialect: sqlite,
      before: people('text'),
      after: people('text', 'email'),
    },
    {
      name: 'PostgreSQL, which never needs one',
      before: schema([table('p', [column('a', 'text')])]),
      after: schema([table('p', [column('a', 'integer')])]),
    },
  ],
})
