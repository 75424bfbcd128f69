import pg from 'pg'
import { ReconcileError } from '../../lib/errors.ts'
import type { Limits, Row, Session, TransactionMode } from '../session.ts'
import { majorVersion } from './facts.ts'
import { readingSettings } from './settings.ts'
import { connectionFailure, unusableUrl } from './unreachable.ts'

const connectionTimeoutMs = 10_000
const oldestMajor = 14

/**
 * What our statements and the texts we read back depend on, whatever the role or database defaults are (0.2, 0.4).
 * `row_security = off` makes a query that a policy would thin out fail: a backfill must not silently miss rows. Nor must it
 * write past foreign keys and triggers, as a role does whose `session_replication_role` is another one: who may not set it is refused.
 * Names that a server does not know yet (transaction_timeout before 17) are left out by asking pg_settings.
 */
const settings: Readonly<Record<string, string>> = {
  search_path: 'public',
  ...readingSettings,
  quote_all_identifiers: 'off',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  row_security: 'off',
  session_replication_role: 'origin',
  lock_timeout: '0',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
  client_min_messages: 'warning',
}

const openings: Readonly<Record<TransactionMode | 'scratch', string>> = {
  read: 'begin isolation level repeatable read, read only',
  write: 'begin isolation level read committed',
  rebuild: 'begin isolation level read committed',
  // Explicitly read write: temporary tables are wanted although nothing is kept, also where read only is the default.
  scratch: 'begin isolation level read committed, read write',
}

/** Values that JavaScript would change (dates, intervals, points, big numbers) stay text; flags and small numbers do not. */
const parsed: ReadonlySet<number> = new Set([16, 21, 23, 26, 114, 3802, 1000, 1003, 1005, 1007, 1009, 1028])
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    parsed.has(oid) ? pg.types.getTypeParser(oid, format) : (value: string | Buffer) => String(value),
}

/** Opens the one connection a session has; direct, not through a transaction pooler (hazards.md 0.4). */
export async function connect(url: string, applicationName: string): Promise<Session> {
  const client = createClient(url, applicationName)
  const place = `${client.host}:${client.port}/${client.database ?? ''}`
  let lost: Error | null = null
  let closing = false
  client.on('error', (error) => {
    lost ??= error
  })
  client.on('end', () => {
    if (!closing) lost ??= new Error('the server closed the connection')
  })
  try {
    await client.connect()
  } catch (error) {
    void client.end().catch(() => undefined)
    throw connectionFailure(place, client.user, error)
  }

  /** The driver's results, one per statement; a broken connection becomes an error that says so. */
  const send = async (sql: string, params?: readonly unknown[]): Promise<pg.QueryResult<Row>[]> => {
    if (lost !== null || closing) throw connectionLost(place, lost)
    try {
      // Parameters, even none, mean the extended protocol, which takes one statement only.
      const config =
        params === undefined ? { text: sql, types } : { text: sql, types, values: [...params], queryMode: 'extended' }
      const answer: unknown = await client.query<Row>(config)
      // Several statements in one text answer with a list, which @types/pg does not know.
      return (Array.isArray(answer) ? answer : [answer]) as pg.QueryResult<Row>[]
    } catch (error) {
      // What the server said goes first; 'error' and 'end' of the client come before the rejection of its queries.
      if (error instanceof pg.DatabaseError || lost === null) throw error
      throw connectionLost(place, error)
    }
  }
  const rollBack = async (): Promise<void> => {
    // The first error is what surfaces; a connection that is gone has rolled back by itself.
    await send('rollback').catch(() => undefined)
  }

  let serverVersion: string
  try {
    // What asks the least comes first: the role's own limits may be too short for anything else.
    await send(
      'set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set idle_session_timeout = 0',
    )
    await send(
      `select case when pg_catalog.current_setting('server_version_num')::int >= 170000
         then pg_catalog.set_config('transaction_timeout', '0', false) end`,
    )
    await send(
      `select pg_catalog.set_config(s.name, w.value, false)
       from pg_catalog.json_each_text($1::json) w
       join pg_catalog.pg_settings s on pg_catalog.lower(s.name) = pg_catalog.lower(w.key)
       where s.setting is distinct from w.value`,
      [JSON.stringify(settings)],
    )
    const [row] = (await send('show server_version', []))[0]?.rows ?? []
    serverVersion = String(row?.['server_version']).split(' ')[0] ?? ''
    if (majorVersion(serverVersion) < oldestMajor) {
      throw new ReconcileError('refused', `${place} is PostgreSQL ${serverVersion}: too old`, {
        hint: `Reconcile needs PostgreSQL ${oldestMajor} or later.`,
      })
    }
  } catch (error) {
    closing = true
    await client.end().catch(() => undefined)
    throw error
  }

  return {
    dialect: 'postgres',
    serverVersion,
    driver: client,

    async query(sql, params = []) {
      return (await send(sql, params)).at(-1)?.rows ?? []
    },

    async execute(sql, params) {
      return (await send(sql, params)).at(-1)?.rowCount ?? 0
    },

    async transaction(mode, limits, body) {
      await send(`${openings[mode]}; ${setLimits(limits, 'local')}`)
      try {
        const value = await body()
        const [end] = await send('commit')
        // A body that swallowed an error would otherwise see its work undone without a word.
        if (end?.command === 'ROLLBACK') throw new Error('the transaction had failed and was rolled back at commit')
        return value
      } catch (error) {
        await rollBack()
        throw error
      }
    },

    async limitWaits(lockMs) {
      await send(`set local lock_timeout = ${Math.ceil(lockMs)}`)
    },

    async limitStatements(statementMs) {
      await send(`set local statement_timeout = ${Math.ceil(statementMs)}`)
    },

    async scratch(body) {
      await send(openings.scratch)
      try {
        return await body()
      } finally {
        await rollBack()
      }
    },

    async alone(sql, limits) {
      await send(setLimits(limits, 'session'))
      try {
        await send(sql)
      } finally {
        await send(setLimits({ lockMs: 0, statementMs: 0 }, 'session')).catch(() => undefined)
      }
    },

    async cancel() {
      const other = createClient(url, applicationName)
      other.on('error', () => undefined)
      try {
        await other.connect()
        // `processID` is the backend's pid, which @types/pg does not declare.
        await other.query('select pg_catalog.pg_cancel_backend($1)', [(client as { processID?: number }).processID])
      } catch (error) {
        throw connectionFailure(place, client.user, error)
      } finally {
        await other.end().catch(() => undefined)
      }
    },

    async close() {
      if (closing) return
      closing = true
      await client.end().catch(() => undefined)
    },
  }
}

function createClient(url: string, applicationName: string): pg.Client {
  try {
    if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('it does not start with postgres://')
    return new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: connectionTimeoutMs,
      client_encoding: 'UTF8',
      keepAlive: true,
      // Statements that are given at once are sent at once.
      pipeline: true,
    })
  } catch (error) {
    throw unusableUrl(error)
  }
}

function setLimits({ lockMs, statementMs }: Limits, scope: 'local' | 'session'): string {
  return `set ${scope} lock_timeout = ${Math.ceil(lockMs)}; set ${scope} statement_timeout = ${Math.ceil(statementMs)}`
}

function connectionLost(place: string, cause: unknown): ReconcileError {
  return new ReconcileError('unreachable', `lost the connection to ${place}`, {
    hint: 'Whether the last statement took effect is unknown until the catalog is asked: run `reconcile resume`.',
    sqlState: '08006',
    cause,
  })
}
