import type { Lasting } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Blocker, EndedBlocker } from '../model/event.ts'
import type { ObjectName } from '../model/name.ts'
import type { RunContext } from './context.ts'
import { sleepUnlessInterrupted } from './interrupt.ts'
import { type Hold, holdMutex } from './mutex.ts'
import { refusePooler } from './obstacles.ts'

const reconnectTries = 8

/** The connections of a run, under the mutex. The working one is replaced when the server drops it. */
export class Link {
  readonly #context: RunContext
  #session: Session
  #journal: Journal
  #hold: Hold
  #observer: Session | null = null

  private constructor(context: RunContext, hold: Hold, session: Session, journal: Journal) {
    this.#context = context
    this.#hold = hold
    this.#session = session
    this.#journal = journal
  }

  /** Throws `unreachable`, `held_by_another_run`, or `refused` behind a pooler that shares sessions. */
  static async open(context: RunContext): Promise<Link> {
    const session = await context.connect()
    try {
      const idle = await context.connect()
      // Before the mutex: one that a pooler has given to somebody else is never given back.
      await refusePooler(context, idle, session).catch(async (error: unknown) => {
        await closeQuietly(idle)
        throw error
      })
      const hold = await holdMutex(context, idle)
      try {
        return new Link(context, hold, session, await openJournal(session, context.clock))
      } catch (error) {
        await hold.release()
        throw error
      }
    } catch (error) {
      await closeQuietly(session)
      throw error
    }
  }

  get session(): Session {
    return this.#session
  }

  get journal(): Journal {
    return this.#journal
  }

  /**
   * A new working connection in place of a lost one, and the mutex again if it was lost too. Tries for about half a
   * minute. Throws the last reason, or `held_by_another_run` when somebody else was quicker.
   */
  async reconnect(): Promise<void> {
    await closeQuietly(this.#session)
    await this.#dropObserver()
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#session = await this.#context.connect()
        this.#journal = await openJournal(this.#session, this.#context.clock)
        await this.keepHold()
        return
      } catch (error) {
        await closeQuietly(this.#session)
        const hopeless = error instanceof ReconcileError && error.code !== 'unreachable'
        if (hopeless || attempt === reconnectTries) throw error
        const wait = Math.min(250 * 2 ** (attempt - 1), 8_000)
        this.#context.emit({ type: 'notice', message: `connection lost; next try in ${wait} ms` })
        await sleepUnlessInterrupted(this.#context.interrupt, this.#context.sleep, wait)
      }
    }
  }

  /** Makes sure that this run still has the mutex: its session is idle and may have been dropped unnoticed. */
  async keepHold(): Promise<void> {
    if (await this.#hold.alive()) return
    await this.#hold.release()
    this.#hold = await holdMutex(this.#context)
  }

  /** Who stands in the way. For people only: that it cannot be told is no reason to fail. */
  async blockers(relations: readonly ObjectName[]): Promise<readonly Blocker[]> {
    try {
      this.#observer ??= await this.#context.connect()
      return await this.#context.dialect.blockers(this.#observer, relations)
    } catch {
      await this.#dropObserver()
      return []
    }
  }

  /** Ends who stands in the way at this moment. That it cannot be done is told by who is in the way afterwards. */
  async endBlockers(after: Lasting): Promise<readonly EndedBlocker[]> {
    try {
      this.#observer ??= await this.#context.connect()
      return await this.#context.dialect.endBlockers(this.#observer, after)
    } catch {
      await this.#dropObserver()
      return []
    }
  }

  async close(): Promise<void> {
    await this.#dropObserver()
    await closeQuietly(this.#session)
    await this.#hold.release()
  }

  async #dropObserver(): Promise<void> {
    const observer = this.#observer
    this.#observer = null
    if (observer !== null) await closeQuietly(observer)
  }
}

/** Closing a connection that is already gone is no news. */
async function closeQuietly(session: Session): Promise<void> {
  try {
    await session.close()
  } catch {
    return
  }
}
