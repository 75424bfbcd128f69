import { rollbackUnderLock } from '../../src/hazards/rollback-under-lock.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { schema } from '../support/schemas.ts'
import { check, column, table, unique } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const people = (rest: Partial<Table> = {}, type = 'text'): Schema =>
  schema([table('people', [column('id', 'bigint'), column('phone', type)], rest)])
const key = people({ uniques: [unique('people_phone_key', ['phone'])] })
const stays = (rest: Partial<Table> = {}): Schema =>
  schema([table('stays', [column('room', 'integer'), column('during', 'tstzrange')], rest)])
const apart = stays({ uniques: [unique('stays_apart', ['room', 'during'], { withoutOverlaps: true })] })

testRule(rollbackUnderLock, {
  reports: [
    {
      name: 'a key without overlaps that goes: coming back it is built under the lock',
      before: apart,
      after: stays(),
      sizes: { stays: large },
      messages: ['taking it back builds an index of stays under a lock'],
    },
    {
      name: 'a wider type whose way back is a rewrite',
      before: people({}, 'character varying(20)'),
      after: people({}, 'character varying(40)'),
      sizes: { people: large },
      messages: ['taking it back rewrites people under a lock'],
    },
  ],
  allows: [
    { name: 'a small table', before: apart, after: stays(), sizes: { stays: small } },
    {
      name: 'a key that goes: coming back it is built beside the application',
      before: key,
      after: people(),
      sizes: { people: large },
    },
    {
      name: 'a check that goes: coming back it is proven beside the application',
      before: people({ checks: [check('phone_known', "phone <> ''")] }),
      after: people(),
      sizes: { people: large },
    },
    { name: 'a key that comes', before: people(), after: key, sizes: { people: large } },
    {
      name: 'what blocks going forward',
      before: people({}, 'character varying(40)'),
      after: people({}, 'character varying(20)'),
      sizes: { people: large },
    },
    { name: 'a library that has one lock', before: key, after: people(), sizes: { people: large }, dialect: sqlite },
  ],
})
