import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { dieBefore, observed } from './faults.ts'
import { stageIn } from './judge-verbs.ts'

/**
 * A process of its own that kills itself: `node judge-child.ts STATE URL SPEC N` plans, applies, and dies by SIGKILL
 * before the n-th thing that the run does. Comes to its end when there are fewer.
 */
const [state = '', url = '', spec = '', n = ''] = process.argv.slice(2)
const dialect = url.startsWith('sqlite:') ? sqlite : postgres
const plan = await (await stageIn(state, url, spec)).planned()
const before = dieBefore(Number(n))
const doomed = await stageIn(state, url, spec, {
  dialect: { ...dialect, connect: async (to, name) => observed(await dialect.connect(to, name), before) },
})
const { status } = await doomed.apply(plan)
if (status !== 'done') throw new Error(`the run is ${status}`)
