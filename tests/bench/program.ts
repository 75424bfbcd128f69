import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { costOf } from './cost.ts'

const main = join(import.meta.dirname, '../../dist/main.js')
const bareApply = join(import.meta.dirname, 'bare-apply.ts')

/** A database, the folder with its specs, one below it for each version of them, and the server it is on. */
export interface Site {
  readonly url: string
  readonly folder: string
  readonly server: number | null
}

/** What `reconcile …` costs; it may end with changes pending. */
export async function reconcile(site: Site, version: string, ...args: readonly string[]): Promise<number> {
  const { url, folder, server } = site
  const where = ['--specs', version, '--state', stateOf(version), '--url', url, '--quiet']
  return await costOf([main, ...where, ...args], { cwd: folder, server, exits: [0, 2] })
}

/** What the statements of the plan for a version cost by themselves. The plan is on disk once it has been made. */
export async function bareRun({ url, folder, server }: Site, version: string): Promise<number> {
  const plan = readdirSync(join(folder, stateOf(version)), { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('plan.json'),
  )
  if (plan === undefined) throw new Error(`there is no plan for ${version} in ${folder}`)
  return await costOf([bareApply, join(stateOf(version), plan), url], { cwd: folder, server })
}

/** The database as the specs want it, and recorded: sooner than by a run. */
export async function setUp(site: Site, version: string): Promise<void> {
  await reconcile(site, version, 'plan')
  await bareRun(site, version)
  await reconcile(site, version, 'adopt')
}

function stateOf(version: string): string {
  return `state-${version}`
}
