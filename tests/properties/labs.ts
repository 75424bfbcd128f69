import type { Dialect } from '../../src/dialects/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { freshSqlite, postgresMajors } from '../support/databases.ts'
import { postgresJudge } from '../support/judge-database.ts'

/** An engine that schemas are drawn for. */
export interface Lab {
  readonly name: string
  readonly major: number
  readonly dialect: Dialect
  /** Examples in an ordinary run: a PostgreSQL database takes twenty times as long as a file. */
  readonly examples: number
  fresh(): Promise<{ readonly url: string; remove(): Promise<void> }>
}

const newest = Math.max(...postgresMajors())
const judge = postgresJudge(newest)

export const labs: readonly Lab[] = [
  { name: 'sqlite', major: 3, dialect: sqlite, examples: 40, fresh: freshSqlite },
  {
    name: `postgres ${newest}`,
    major: newest,
    dialect: judge.dialect,
    examples: 12,
    fresh: async () => {
      const { url, dispose } = await judge.fresh()
      return { url, remove: dispose }
    },
  },
]
