import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Plan } from '../../src/model/plan.ts'
import type { Kill } from './kill.ts'

/** What a process of its own is to do, and how far it gets. */
export interface Errand {
  readonly dialect: 'postgres' | 'sqlite'
  readonly url: string
  readonly state: string
  readonly smallTableBytes: number | undefined
  readonly verb: 'apply' | 'resume' | 'rollback'
  readonly plan: Plan
  readonly kill: Kill
}

/** What the sessions of such a process are known by. */
export const doomedName = 'doomed'

/**
 * Lets a process go on that kills itself by SIGKILL within the n-th thing it does, and waits until the server has noticed.
 * False when it came to an end before: whatever that was, the journal has it.
 */
export async function killedProcess(errand: Errand): Promise<boolean> {
  const script = fileURLToPath(new URL('killed-process-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdin.end(JSON.stringify(errand))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (...end) => resolve(end))
  })
  if (signal === 'SIGKILL') {
    if (errand.dialect === 'postgres') await mourned(errand.url)
    return true
  }
  if (code === 0) return false
  throw new Error(`the process ended with ${signal ?? code}:\n${errors}`)
}

/** What a dead process has asked for last is still carried out. */
async function mourned(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const living = 'select 1 from pg_stat_activity where datname = current_database() and application_name = $1'
  while ((await client.query(living, [doomedName])).rowCount !== 0) {
    await new Promise((wake) => void setTimeout(wake, 5))
  }
  await client.end()
}
