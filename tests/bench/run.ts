import { benchNoopPlan } from './noop-plan.ts'
import { benchSpec } from './spec.ts'

console.log('Reading specs: 2,000 tables of 10 columns')
const reading = await benchSpec()
console.table(reading)
console.log('A plan without work, PostgreSQL 18: 10 columns, 2 indexes, 1 foreign key a table')
const planning = [await benchNoopPlan(500), await benchNoopPlan(1000), await benchNoopPlan(2000)]
console.table(planning)

if (![...reading.map((one) => one.withinLimits), ...planning.map((one) => one.withinLimit)].every(Boolean)) {
  console.error('over a limit')
  process.exitCode = 1
}
