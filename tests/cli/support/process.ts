import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compiled } from '../../support/compiled.ts'

const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))

/** Hundreds are started that live for a third of a second: collecting garbage is a tenth of it, and for nothing. */
const shortLived = ['--min-semi-space-size=32', '--max-semi-space-size=64']

/** How a process ended, and all it wrote. */
export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly pid: number
  /** Resolves when the text so far matches; what else the process writes goes on being collected. */
  wrote(stream: 'stdout' | 'stderr', wanted: string | RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

export interface StartOptions {
  readonly directory: string
  readonly env?: Readonly<Record<string, string>>
  /** Called for each whole line of stdout as it comes. */
  readonly onLine?: (line: string, running: Running) => void
}

/** Starts the command line as a process of its own, with nothing of this environment but the path. */
export async function start(args: readonly string[], { directory, env = {}, onLine }: StartOptions): Promise<Running> {
  const { main, cache } = await compiled()
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    NODE_COMPILE_CACHE: cache,
    ...env,
  }
  const child = spawn(node, [...shortLived, main, ...args], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return watch(child, onLine)
}

function watch(child: ChildProcess, onLine: StartOptions['onLine']): Running {
  const text = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      const partial = text[name].slice(text[name].lastIndexOf('\n') + 1)
      text[name] += chunk
      if (name === 'stdout' && onLine !== undefined) {
        for (const line of `${partial}${chunk}`.split('\n').slice(0, -1)) onLine(line, running)
      }
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...text }))
  })
  const running: Running = {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    ended,
    wrote: (stream, wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = typeof wanted === 'string' ? text[stream].includes(wanted) : wanted.test(text[stream])
          if (!found) return
          listeners.delete(look)
          resolve(text[stream])
        }
        listeners.add(look)
        look()
        void ended.then(() =>
          reject(new Error(`ended without writing ${String(wanted)}:\n${text.stdout}\n${text.stderr}`)),
        )
      }),
  }
  return running
}
