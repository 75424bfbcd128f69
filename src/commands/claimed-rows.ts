import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { withClaimed } from '../diff/partitions.ts'
import type { Change } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName } from '../model/name.ts'
import { namesBefore } from '../model/names-before.ts'
import type { Rename } from '../model/rename.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { defaultBeside, withKey } from '../operations/partition-steps.ts'
import { ask } from './data-questions.ts'

export interface Claimed {
  readonly changes: readonly Change[]
  /** Where the rows could not tell. */
  readonly unknown: readonly Diagnostic[]
}

/**
 * A new partition beside a default one is attached online, unless rows that belong to it are in the default one: then they
 * go over in the transaction that attaches it. Which of both it is only the rows can tell. `actual`: after the renames.
 */
export async function withClaimedRows(
  session: Session,
  dialect: Dialect,
  changes: readonly Change[],
  actual: Schema,
  renames: readonly Rename[],
): Promise<Claimed> {
  const claims: Table[] = []
  const unknown: Diagnostic[] = []
  for (const change of changes) {
    if (change.kind !== 'create_table') continue
    const { table } = change
    const to = table.partitionOf
    if (to === null || to.proof === null || to.proof === '' || tableOf(actual, to.table) === undefined) continue
    const rest = defaultBeside(actual, table)
    if (rest === null) continue
    const before = namesBefore(rest, renames, actual)
    const { sql } = dialect.words.questions.outside(withKey(rest, actual), `not (${to.proof})`, before)
    const { offenders, unasked } = await ask(session, dialect, sql)
    if (offenders.length > 0) claims.push(table)
    else if (unasked !== null) unknown.push(notKnown(table, rest, unasked))
  }
  return { changes: withClaimed(changes, claims, actual), unknown }
}

function notKnown(table: Table, rest: Table, why: string): Diagnostic {
  return {
    id: 'claimed-rows-unknown',
    severity: 'warning',
    message: `whether ${displayName(rest.name)} holds rows that belong to ${displayName(table.name)} could not be asked (${why}): the plan moves none, and its step refuses if there are any`,
    help: `let the plan be made again when the question can be answered, or move such rows out of ${displayName(rest.name)} first`,
    position: null,
    sqlState: null,
  }
}
