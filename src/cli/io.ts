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
  readonly onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void) => () => void
}

export function processIo(): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    owner: `${userName()}@${hostname()} pid ${process.pid}`,
    onSignal: (listener) => {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
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
