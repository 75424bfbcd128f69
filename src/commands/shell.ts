import { spawn } from 'node:child_process'

export interface Ended {
  /** Null when it was told to end because its time was over. */
  readonly code: number | string | null
  /** The last lines of what it wrote, stdout and stderr as they came. */
  readonly output: string
}

const keptCharacters = 2000

/** A shell command whose output is kept instead of shown; after `ms` it is told to end and no longer waited for. */
export async function runQuietly(command: string, ms: number): Promise<Ended> {
  return await new Promise((resolve) => {
    let output = ''
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const keep = (chunk: string): void => {
      output = (output + chunk).slice(-keptCharacters)
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    const end = (code: Ended['code']): void => {
      clearTimeout(timer)
      resolve({ code, output: lastLines(output) })
    }
    const timer = setTimeout(() => {
      child.kill()
      // What the shell has started may live on and keep them open: nobody waits for that.
      child.stdout.destroy()
      child.stderr.destroy()
      end(null)
    }, ms)
    child.on('error', (error) => end(error.message))
    child.on('close', (status, signal) => end(status ?? signal ?? 'unknown'))
  })
}

function lastLines(output: string): string {
  return output
    .trim()
    .split(/\s*\n\s*/)
    .slice(-3)
    .join(' | ')
}
