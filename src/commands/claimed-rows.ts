import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { withClaimed } from '../diff/partitions.ts'
import type { Change } from '../model/change.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { defaultBeside, withKey } from '../operations/partition-steps.ts'
import { ask } from './data-questions.ts'

/**
 * A new partition beside a default one is attached online, unless rows that belong to it are in the default one: then they
 * go over in the transaction that attaches it. Which of both it is only the rows can tell.
 */
export async function withClaimedRows(
  session: Session,
  dialect: Dialect,
  changes: readonly Change[],
  actual: Schema,
): Promise<readonly Change[]> {
  const claims: Table[] = []
  for (const change of changes) {
    if (change.kind === 'create_table' && (await claimsRows(session, dialect, change.table, actual))) {
      claims.push(change.table)
    }
  }
  return withClaimed(changes, claims, actual)
}

async function claimsRows(session: Session, dialect: Dialect, table: Table, actual: Schema): Promise<boolean> {
  const to = table.partitionOf
  if (to === null || to.proof === null || to.proof === '' || tableOf(actual, to.table) === undefined) return false
  const rest = defaultBeside(actual, table)
  if (rest === null) return false
  const { sql } = dialect.words.questions.outside(withKey(rest, actual), `not (${to.proof})`)
  return (await ask(session, dialect, sql)).offenders.length > 0
}
