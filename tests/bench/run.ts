import { benchNoopPlan } from './noop-plan.ts'
import { benchSpec } from './spec.ts'

console.log('Reading specs: 2,000 tables of 10 columns')
console.table(await benchSpec())
console.log('A plan without work, PostgreSQL 18: 10 columns, 2 indexes, 1 foreign key a table')
console.table([await benchNoopPlan(250), await benchNoopPlan(500), await benchNoopPlan(1000)])
