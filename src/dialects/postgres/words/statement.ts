import type { ObjectName } from '../../../model/name.ts'
import type { Lock, LockMode, Statement, TimeoutClass, Work } from '../../../model/statement.ts'
import { qualify } from './quote.ts'

interface Cost {
  readonly work?: Work
  readonly timeout?: TimeoutClass
  readonly transactional?: boolean
}

/** A statement; a change of the catalog under a short lock unless said otherwise (hazards.md 0.2). */
export function statement(sql: string, locks: readonly Lock[], cost: Cost = {}): Statement {
  const { work = 'catalog', transactional = true } = cost
  return { sql, locks, transactional, work, timeout: cost.timeout ?? (work === 'catalog' ? 'fast' : 'blocking') }
}

export function lock(mode: LockMode, ...relations: readonly ObjectName[]): Lock[] {
  return relations.map((relation) => ({ mode, relation }))
}

/** ALTER TABLE with one or more subcommands, under ACCESS EXCLUSIVE like nearly all of them (1A). */
export function alterTable(table: ObjectName, clauses: string | readonly string[], cost: Cost = {}): Statement {
  const list = typeof clauses === 'string' ? [clauses] : clauses
  const separator = list.length > 1 ? '\n  ' : ' '
  return statement(
    `alter table ${qualify(table)}${separator}${list.join(',\n  ')}`,
    lock('access_exclusive', table),
    cost,
  )
}
