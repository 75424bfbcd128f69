import { benchGrowth } from './growth.ts'
import { benchNoopPlan } from './noop-plan.ts'
import { benchSpec } from './spec.ts'

console.log('Reading specs: 2,000 tables of 10 columns')
const reading = await benchSpec()
console.table(reading)
console.log('A plan without work, PostgreSQL 18: 10 columns, 2 indexes, 1 foreign key a table')
const planning = [await benchNoopPlan(2000)]
console.table(planning)
console.log('Growth to four times as many tables, with as many views and functions; runs beyond the bare statements')
const growing = [...(await benchGrowth('PostgreSQL 18')), ...(await benchGrowth('SQLite'))]
console.table(growing)

const within = [...reading.map((one) => one.withinLimits), ...[...planning, ...growing].map((one) => one.withinLimit)]
if (!within.every(Boolean)) {
  console.error('over a limit')
  process.exitCode = 1
}
