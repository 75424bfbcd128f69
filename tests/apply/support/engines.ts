import type { Dialect } from '../../../src/dialects/dialect.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import { type Engine, engines } from '../../support/databases.ts'

export type DialectEngine = Engine & { readonly dialect: Dialect }

/** Every engine with its dialect. */
export function dialectEngines(): DialectEngine[] {
  return engines().map((engine) => ({ ...engine, dialect: engine.major === undefined ? sqlite : postgres }))
}

/** The PostgreSQL ones, for what only a server has. */
export function postgresEngines(): DialectEngine[] {
  return dialectEngines().filter(({ major }) => major !== undefined)
}
