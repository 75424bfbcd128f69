import { ReconcileError } from '../lib/errors.ts'
import type { RunTime } from '../model/run-time.ts'
import { errorJson, type ShownError } from '../report/document.ts'
import { type Ndjson, ndjson } from '../report/ndjson.ts'
import type { Io } from './io.ts'
import { toolVersion } from './version.ts'

/**
 * What goes to stdout under --json, so that whoever reads it always gets what was promised: one document, or, from verbs
 * that run a plan, lines from `hello` to a `summary` with the exit code, also when nothing came of it.
 */
export interface Voice {
  /** Says hello; from now on everything is a line. */
  begin(): void
  /** Null before `begin`. */
  readonly lines: Ndjson | null
  write(text: string): void
  /** Remembered for the last line. */
  last(message: string, next: string | null, error?: ShownError | null, time?: RunTime | null): void
  /** The last line, or the error when nothing else was said. */
  end(exitCode: number, error: unknown): void
}

interface Last {
  readonly message: string
  readonly next: string | null
  readonly error: ShownError | null
  readonly time?: RunTime | null
}

export function createVoice({ stdout }: Pick<Io, 'stdout'>): Voice {
  let lines: Ndjson | null = null
  let spoken = false
  let last: Last | null = null
  const write = (text: string): void => {
    spoken = true
    stdout.write(text)
  }
  return {
    begin: () => {
      lines ??= ndjson({ tool: toolVersion(), now: () => new Date() })
      write(lines.hello())
    },
    get lines() {
      return lines
    },
    write,
    last: (message, next, error = null, time) => {
      last = { message, next, error, ...(time === undefined ? {} : { time }) }
    },
    end: (exitCode, error) => {
      const shown = error === null ? null : shownError(error)
      if (lines !== null) {
        const told = last ?? { message: shown?.message ?? `exit ${exitCode}`, next: null, error: null }
        write(lines.summary({ ...told, exitCode, error: shown ?? told.error }))
      } else if (shown !== null && !spoken) write(errorJson(shown, exitCode))
    },
  }
}

function shownError(error: unknown): ShownError {
  if (!(error instanceof ReconcileError)) {
    return { code: 'bug', message: error instanceof Error ? error.message : String(error), hint: null, sqlState: null }
  }
  const { code, message, hint = null, sqlState = null } = error
  return { code, message, hint, sqlState }
}
