import { timeZoneDependentChange } from '../../src/hazards/time-zone-dependent-change.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

const visits = (type: string): ReturnType<typeof schema> =>
  schema([table('visits', [column('id', 'bigint', { nullable: false }), column('at', type)])])
const [plain, zoned] = ['timestamp without time zone', 'timestamp with time zone']

testRule(timeZoneDependentChange, {
  reports: [
    {
      name: 'a zone that comes',
      before: visits(plain),
      after: visits(zoned),
      messages: ['visits.at is converted as in TimeZone UTC'],
    },
    {
      name: 'a zone that goes, of a large table',
      before: visits('timestamp(3) with time zone'),
      after: visits('timestamp(3) without time zone'),
      sizes: { visits: large },
      messages: ['visits.at is converted as in TimeZone UTC'],
    },
    {
      name: 'a moment that becomes a day',
      before: visits(zoned),
      after: visits('date'),
      messages: ['visits.at is converted as in TimeZone UTC'],
    },
  ],
  allows: [
    { name: 'a day that becomes a time', before: visits('date'), after: visits(plain) },
    { name: 'another precision', before: visits('timestamp(3) with time zone'), after: visits(zoned) },
    { name: 'a time that becomes text', before: visits(zoned), after: visits('text') },
    { name: 'a new column', before: schema([]), after: visits(plain) },
  ],
})
