import { unvalidatedLeftover } from '../../src/hazards/unvalidated-leftover.ts'
import type { Check } from '../../src/model/constraint.ts'
import { schema } from '../support/schemas.ts'
import { check, column, foreignKey, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = (checks: readonly Check[], ...more: string[]): ReturnType<typeof schema> =>
  schema([
    table('people', [column('id', 'integer'), ...more.map((name) => column(name, 'text'))], {
      checks,
      foreignKeys: [foreignKey('people_id_fkey', ['id'], 'ids', { validated: checks.every((one) => one.validated) })],
    }),
    table('ids', [column('id', 'integer')], { primaryKey: { name: 'ids_pkey', columns: ['id'] } }),
  ])
const unproven = check('positive', 'id > 0', { validated: false })
const proven = check('positive', 'id > 0')

testRule(unvalidatedLeftover, {
  reports: [
    {
      name: 'constraints of the table that stay unproven, once',
      before: people([unproven]),
      after: people([unproven], 'name', 'email'),
      messages: ['positive of people is NOT VALID, and stays so; people_id_fkey of people is NOT VALID, and stays so'],
    },
  ],
  allows: [
    { name: 'a plan that validates them', before: people([unproven]), after: people([proven], 'name') },
    { name: 'one that adds them so', before: people([proven]), after: people([unproven], 'name') },
    {
      name: 'one that is enforced by nobody',
      before: people([proven, { ...unproven, name: 'said', enforced: false }]),
      after: people([proven, { ...unproven, name: 'said', enforced: false }]),
    },
  ],
})
