import { databaseFailure } from '../apply/failures.ts'
import { advice, type DatabaseFailure, type Dialect } from '../dialects/dialect.ts'
import { ReconcileError } from '../lib/errors.ts'
import { count } from '../lib/text.ts'
import type { QuarantineRecord } from '../model/run.ts'
import type { Quarantine } from '../model/step.ts'
import { quarantineText } from './quarantine-text.ts'

interface Before {
  readonly records: readonly QuarantineRecord[]
  readonly archived: readonly string[]
}

/** Why one thing is still there, what to do, and what had become of the others by then: each was a transaction of its own. */
export function notPurged(dialect: Dialect, quarantine: Quarantine, cause: unknown, before: Before): ReconcileError {
  const failure = databaseFailure(dialect, cause)
  const { code, message, detail } = failure
  const said = [message, ...(detail === null ? [] : [detail])].join(': ').replaceAll(/\s*\n\s*/g, '; ')
  return new ReconcileError('step_failed', `${quarantineText(quarantine)} could not be purged: ${said}`, {
    hint: `${whatToDo(failure)} ${soFar(before)}`,
    ...(code === null ? {} : { sqlState: code }),
    cause,
  })
}

/** The guides speak to runs, which have specs to correct and can be resumed. */
function whatToDo(failure: DatabaseFailure): string {
  switch (failure.kind) {
    case 'privilege':
      return advice(failure)
    case 'lock':
    case 'conflict':
      return 'Somebody is at work there: let them finish, or wait for a quiet hour, then purge again.'
    case 'cancelled':
      return 'It is as it was: purge again when the server has less to do, or with a longer `lock_budget` in a quiet hour.'
    case 'lost':
      return 'Once the database answers, `reconcile status` shows what is still aside: purge again.'
    default:
      return failure.code === '2BP01'
        ? 'Change or drop by hand what uses it, then purge again.'
        : 'Correct what the message says, then purge again.'
  }
}

function soFar({ records, archived }: Before): string {
  const copies = archived.length === 0 ? '' : `; archived as ${archived.join(', ')}`
  if (records.length === 0) return `Nothing was destroyed before it${copies}.`
  const gone = records.map(({ quarantine }) => quarantineText(quarantine)).join('; ')
  return `Before it, ${count(records.length, 'object')} ${records.length === 1 ? 'was' : 'were'} destroyed for good: ${gone}${copies}.`
}
