import type pg from 'pg'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { fingerprint } from '../../src/lib/fingerprint.ts'

/** PostgreSQL with sessions that outlive their `close()`. */
export interface WarmSessions {
  readonly dialect: Dialect
  /** Ends those that are kept open to this database. */
  end(url: string): Promise<void>
}

interface Kept {
  readonly session: Session
  /** SQL that makes it as good as new. */
  readonly renewal: string
}

/**
 * A verb opens up to three sessions, and a new one costs the server a process, a login and cold catalogue caches: ten
 * times what the verb then asks. So a session that is closed is renewed, and whoever connects to the same database next
 * gets it: without the settings, locks, temporary tables and open transaction of the one before.
 */
export function warmSessions(): WarmSessions {
  const idle = new Map<string, Kept[]>()
  const lent = (url: string, { session, renewal }: Kept): Session => {
    let isOpen = true
    return {
      ...session,
      close: async () => {
        if (!isOpen) return
        isOpen = false
        try {
          await driverOf(session).query(renewal)
          idle.set(url, [...(idle.get(url) ?? []), { session, renewal }])
        } catch {
          await session.close()
        }
      },
    }
  }
  return {
    dialect: {
      ...postgres,
      connect: async (url, name) => {
        const warm = idle.get(url)?.pop()
        if (warm === undefined) {
          const session = await postgres.connect(url, name)
          planOnce(driverOf(session))
          return lent(url, { session, renewal: await renewalOf(session) })
        }
        await warm.session.query(`select pg_catalog.set_config('application_name', $1, false)`, [name])
        return lent(url, warm)
      },
    },
    end: async (url) => {
      const sessions = idle.get(url) ?? []
      idle.delete(url)
      for (const { session } of sessions) await session.close()
    },
  }
}

/** All of DISCARD ALL but the plans, and the settings that a new session has. */
async function renewalOf(session: Session): Promise<string> {
  const settings = await session.query(
    `select pg_catalog.format('set session %I = %L', name, setting) as statement
     from pg_catalog.pg_settings where source = 'session' and name <> 'search_path'`,
  )
  const own = settings.map((row) => String(row['statement']))
  const clear = 'rollback; close all; reset all; unlisten *; discard temp; discard sequences'
  return [clear, 'select pg_catalog.pg_advisory_unlock_all()', 'set session search_path = public', ...own].join('; ')
}

/**
 * Planning a question to the catalogue takes ten times as long as answering it for a few tables, so its text is prepared
 * by name when it is first asked. Questions about tables of the user are not: these change.
 */
function planOnce(client: pg.Client): void {
  const query: (...args: unknown[]) => unknown = client.query.bind(client)
  const named = (first: unknown, ...rest: unknown[]): unknown =>
    isCatalogueQuestion(first)
      ? query({ ...first, name: fingerprint(first.text).slice(0, 32) }, ...rest)
      : query(first, ...rest)
  Object.assign(client, { query: named })
}

function isCatalogueQuestion(query: unknown): query is { readonly text: string } {
  if (typeof query !== 'object' || query === null || !('text' in query) || !('values' in query)) return false
  const { text, values } = query
  const asksNothing = Array.isArray(values) && values.length === 0
  return asksNothing && typeof text === 'string' && /^\s*(with|select)\b[^;]*\bfrom pg_catalog\./i.test(text)
}

function driverOf({ driver }: Session): pg.Client {
  return driver as pg.Client
}
