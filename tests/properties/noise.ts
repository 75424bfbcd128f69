import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import type { Schema } from '../../src/model/schema.ts'

export interface Noise {
  /** What no change of a schema explains, such as an internal error. */
  readonly broken: readonly string[]
  stop(): Promise<void>
}

const pauseMs = 5

/**
 * An application that knows tables of old and new versions by name: it reads them, and writes what is there already, over
 * and over. Much of that fails while they change, which is no matter; what it does must not change any outcome.
 */
export async function makeNoise(dialect: Dialect, url: string, schemas: readonly Schema[]): Promise<Noise> {
  const statements = [...new Set(schemas.flatMap((schema) => statementsOn(schema, dialect)))]
  const broken: string[] = []
  let stopped = false
  const loops = Array.from({ length: dialect.name === 'sqlite' ? 1 : 2 }, async (_none, me) => {
    const session = await dialect.connect(url, 'shop')
    // SQLite waits within this very thread, for whoever is waited for here.
    await session.execute(dialect.name === 'sqlite' ? 'pragma busy_timeout = 0' : `set lock_timeout = '1s'`)
    for (let turn = me; !stopped; turn += 1) {
      const sql = statements[(turn * 7) % Math.max(statements.length, 1)]
      if (sql !== undefined) await attempt(session, sql, dialect, broken)
      await new Promise((wake) => void setTimeout(wake, pauseMs))
    }
    await session.close()
  })
  return {
    broken,
    stop: async () => {
      stopped = true
      await Promise.all(loops)
    },
  }
}

async function attempt(session: Session, sql: string, dialect: Dialect, broken: string[]): Promise<void> {
  try {
    await session.execute(sql)
  } catch (error) {
    const { code, message } = dialect.failure(error)
    if (code === null || code.startsWith('XX') || code.includes('CORRUPT')) broken.push(`${sql}: ${code} ${message}`)
  }
}

function statementsOn({ tables }: Schema, { words }: Dialect): string[] {
  return tables.flatMap(({ name, columns }) => {
    const table = words.qualify(name)
    const plain = columns.filter(({ generated, identity }) => generated === null && identity === null)
    return [
      `select * from ${table}`,
      ...plain.slice(0, 2).map((column) => {
        const quoted = words.quote(column.name)
        return `update ${table} set ${quoted} = ${quoted}`
      }),
    ]
  })
}
