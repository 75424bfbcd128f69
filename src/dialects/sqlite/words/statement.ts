import type { ObjectName } from '../../../model/name.ts'
import type { Statement, TimeoutClass, Work } from '../../../model/statement.ts'

const timeoutOf: Readonly<Record<Work, TimeoutClass>> = {
  catalog: 'fast',
  scan: 'validate',
  index_build: 'blocking',
  rewrite: 'blocking',
  rows: 'batch',
}

/** Every write takes the file's one writer lock, and every DDL statement can be in a transaction. */
export function statement(sql: string, relation: ObjectName, work: Work): Statement {
  return { sql, locks: [{ mode: 'write', relation }], transactional: true, timeout: timeoutOf[work], work }
}
