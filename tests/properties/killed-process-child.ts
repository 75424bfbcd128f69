import { text } from 'node:stream/consumers'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { dieWithin, observed } from '../support/faults.ts'
import { doomedName, type Errand } from './killed-process.ts'
import { siteOf } from './site.ts'

/** A process of its own, which reads its errand from stdin (`killed-process.ts`). */
const { url, state, smallTableBytes, verb, plan, kill, ...errand } = JSON.parse(await text(process.stdin)) as Errand
const dialect = errand.dialect === 'sqlite' ? sqlite : postgres
const before = dieWithin(kill.after + 1)
const doomed = {
  ...dialect,
  connect: async (to: string) => observed(await dialect.connect(to, doomedName), before),
}
const site = siteOf(doomed, url, state, smallTableBytes)
if (verb === 'apply') await site.apply(plan)
else if (verb === 'resume') await site.resume()
else await site.rollBack()
