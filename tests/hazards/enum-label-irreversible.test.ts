import { enumLabelIrreversible } from '../../src/hazards/enum-label-irreversible.ts'
import { schema } from '../support/schemas.ts'
import { inPublic } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const status = (...labels: string[]): ReturnType<typeof schema> =>
  schema([], [{ name: inPublic('status'), labels, comment: null }])

testRule(enumLabelIrreversible, {
  reports: [
    {
      name: 'the labels that come, once',
      before: status('new', 'paid'),
      after: status('new', 'packed', 'paid', 'shipped'),
      messages: ['status keeps packed, shipped after a rollback'],
    },
  ],
  allows: [
    { name: 'a new enum, which goes away whole', before: schema([]), after: status('new', 'paid') },
    { name: 'an enum that goes', before: status('new'), after: schema([]) },
  ],
})
