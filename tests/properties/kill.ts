import pg from 'pg'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { CutOff, observed } from '../support/faults.ts'

export interface Kill {
  /** How many things the run does before it happens. */
  readonly after: number
  /**
   * `run`: nothing of it reaches the database any more. `session`: the server ends the one that is about to be used.
   * `process`: a real SIGKILL, while the server is at work on the next statement.
   */
  readonly of: 'run' | 'session' | 'process'
}

export interface Weapon {
  readonly dialect: Dialect
  isUsed(): boolean
}

/** SQLite has no sessions to end: there it is always the run. */
export function lethal(dialect: Dialect, url: string, kill: Kill): Weapon {
  const endsSession = kill.of === 'session' && dialect.name === 'postgres'
  let done = 0
  let isUsed = false
  const before = async (session: Session): Promise<void> => {
    done += 1
    if (endsSession) {
      if (done !== kill.after + 1) return
      isUsed = true
      await endSession(url, session)
    } else if (done > kill.after) {
      isUsed = true
      throw new CutOff()
    }
  }
  return {
    isUsed: () => isUsed,
    dialect: {
      ...dialect,
      connect: async (to, name) => {
        const session = await dialect.connect(to, name)
        return observed(session, dialect.name === 'sqlite' ? () => beforeNow() : () => before(session))
      },
    },
  }

  /** What comes before a statement of SQLite's driver cannot be waited for. */
  function beforeNow(): void {
    done += 1
    if (done <= kill.after) return
    isUsed = true
    throw new CutOff()
  }
}

async function endSession(url: string, { driver }: Session): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { processID } = driver as { readonly processID?: number }
  await client.query('select pg_terminate_backend($1, 5000)', [processID])
  await client.end()
}
