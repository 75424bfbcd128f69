import { hostname, userInfo } from 'node:os'

/** The process as the verbs see it: the only way to it below main.ts. */
export interface Io {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: NodeJS.ProcessEnv
  /** `user@host pid 123`. */
  readonly owner: string
  /** Returns how to stop listening. */
  readonly onSignal: (listener: (signal: Signal) => void) => () => void
  /** At once, whatever is under way. */
  readonly exit: (code: number) => never
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

export function processIo(): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    owner: `${userName()}@${hostname()} pid ${process.pid}`,
    exit: (code) => process.exit(code),
    onSignal: (listener) => {
      const signals: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
      const listeners = signals.map((signal) => [signal, () => listener(signal)] as const)
      for (const [signal, handle] of listeners) process.on(signal, handle)
      return () => {
        for (const [signal, handle] of listeners) process.off(signal, handle)
      }
    },
  }
}

/** A container may run under a uid that has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/** Milliseconds; over at once when the signal is given, or has been. Leaves no listener on it. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    if (signal?.aborted === true) wake()
    else signal?.addEventListener('abort', wake)
  })
}
