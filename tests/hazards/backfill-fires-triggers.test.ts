import { backfillFiresTriggers } from '../../src/hazards/backfill-fires-triggers.ts'
import type { Trigger } from '../../src/model/objects/trigger.ts'
import type { Schema } from '../../src/model/schema.ts'
import { trigger } from '../support/objects.ts'
import { backfill, schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = schema([table('people', [column('name', 'text'), column('lower_name', 'text')])])
const having = (rest: Partial<Trigger>): Schema => ({
  ...people,
  objects: [trigger('touched', 'people', { events: ['insert', 'update'], ...rest })],
})
const backfills = [backfill('people', { lower_name: 'lower(name)' }, 'lower_name is null')]
const messages = ['touched of people: fired by every row that is filled']

testRule(backfillFiresTriggers, {
  reports: [
    { name: 'a trigger on every update', before: having({}), after: having({}), backfills, messages },
    {
      name: 'on updates of that column',
      before: having({ columns: ['lower_name'] }),
      after: having({ columns: ['lower_name'] }),
      backfills,
      messages,
    },
  ],
  allows: [
    { name: 'on inserts', before: having({ events: ['insert'] }), after: having({ events: ['insert'] }), backfills },
    {
      name: 'on updates of another column',
      before: having({ columns: ['name'] }),
      after: having({ columns: ['name'] }),
      backfills,
    },
    {
      name: 'that is switched off',
      before: having({ enabled: 'disabled' }),
      after: having({ enabled: 'disabled' }),
      backfills,
    },
    { name: 'without a backfill', before: having({}), after: having({}) },
  ],
})
