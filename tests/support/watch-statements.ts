import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Statement } from '../../src/model/statement.ts'
import type { Action } from '../../src/model/step.ts'
import { type Reading, readRelations } from './relation-reading.ts'
import { untruths } from './statement-truth.ts'

/** PostgreSQL that is read before and after each statement of a plan, on the way there and on the way back. */
export interface Watch {
  readonly dialect: Dialect
  watch(plan: Plan): void
  /** One line for each thing that a statement did not say, or said wrong. */
  readonly untruths: readonly string[]
}

export function watchStatements(dialect: Dialect): Watch {
  const known = new Map<string, Statement[]>()
  const found: string[] = []
  let start: Reading | null = null
  const judge = (sql: string, before: Reading, after: Reading): void => {
    start ??= before
    const each = (known.get(sql) ?? []).map((statement) => untruths(statement, start ?? before, before, after))
    // The same text may stand in a step and in the inverse of another.
    const [least = []] = each.toSorted((a, b) => a.length - b.length)
    found.push(...least.map((one) => `${sql.split('\n', 1).join()}: ${one}`))
  }
  const watched = (session: Session): Session => {
    const around = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
      if (!known.has(sql)) return await work()
      const before = await readRelations(session)
      const result = await work()
      judge(sql, before, await readRelations(session))
      return result
    }
    return {
      ...session,
      execute: (sql, params) => around(sql, () => session.execute(sql, params)),
      alone: (sql, limits) => around(sql, () => session.alone(sql, limits)),
    }
  }
  return {
    dialect: { ...dialect, connect: async (url, name) => watched(await dialect.connect(url, name)) },
    watch: ({ steps }) => {
      for (const statement of steps.flatMap(({ action, inverse }) => [
        ...statementsOf(action),
        ...statementsOf(inverse.action),
        ...(inverse.discard === null ? [] : statementsOf(inverse.discard.action)),
      ])) {
        known.set(statement.sql, [...(known.get(statement.sql) ?? []), statement])
      }
    },
    untruths: found,
  }
}

function statementsOf(action: Action | { readonly kind: 'nothing' | 'restore' }): readonly Statement[] {
  return action.kind === 'ddl' ? action.statements : []
}
