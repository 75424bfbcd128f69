import Database from 'better-sqlite3'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { observed } from './faults.ts'
import type { Template } from './judge-database.ts'
import { templateOf } from './judge-database.ts'
import type { Stage, StageOptions } from './judge-verbs.ts'

/**
 * Every state in which a SQLite database is left when the process dies before the n-th thing it does, for every n: what
 * has been committed by then. Two n with nothing committed between them leave the same state, so it is taken once; most
 * n do. `data_version` tells one connection that another has committed.
 */
export async function statesOf(
  path: string,
  dialect: Dialect,
  open: (options: StageOptions) => Promise<Stage>,
  run: (stage: Stage) => Promise<void>,
): Promise<readonly Template[]> {
  const witness = new Database(path, { readonly: true })
  const states: Template[] = []
  let seen: unknown = null
  const look = (): void => {
    const version = witness.pragma('data_version', { simple: true })
    if (version === seen) return
    seen = version
    states.push(templateOf(witness.serialize()))
  }
  try {
    const watched: Dialect = {
      ...dialect,
      connect: async (url, name) => observed(await dialect.connect(url, name), look),
    }
    await run(await open({ dialect: watched }))
    look()
    return states
  } finally {
    witness.close()
  }
}
