import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Job } from './child.ts'

const program = fileURLToPath(new URL('child.ts', import.meta.url))

export function startChild(job: Job): ChildProcess {
  // Hundreds are started: compiling everything anew takes longer than all they do.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'reconcile-test-compile-cache') }
  return spawn(process.execPath, [program, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'pipe'], env })
}

/** `killed`: it died on the way, as asked. `done`: it came to its end before. Throws when it failed otherwise. */
export async function runChild(job: Job): Promise<'killed' | 'done'> {
  const child = startChild(job)
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }))
  })
  if (signal === 'SIGKILL') return 'killed'
  if (code === 0) return 'done'
  throw new Error(`the child ended with ${code ?? signal}: ${errors}`)
}
