import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { ChangeKind } from '../model/change.ts'
import { nameKey } from '../model/name.ts'
import type { Plan } from '../model/plan.ts'

/** What makes a name that was not there before: PostgreSQL asks for CREATE on its schema. */
const creating: readonly ChangeKind[] = [
  'create_table',
  'rename_table',
  'open_shim',
  'partition_table',
  'create_enum',
  'rename_enum',
  'create_object',
  'create_index',
  'add_primary_key',
  'add_unique',
  'add_exclusion',
]

/** Throws `refused` when a step would fail for want of a right: better said before the first one than in the middle. */
export async function refuseMissingRights(session: Session, dialect: Dialect, plan: Plan): Promise<void> {
  const steps = plan.steps.filter(({ action }) => action.kind === 'ddl')
  const own = new Map(steps.map(({ subject }) => [nameKey(subject), subject]))
  const createIn = steps.filter(({ change }) => creating.includes(change)).map(({ subject }) => subject.schema)
  const missing = await dialect.missingRights(session, { own: [...own.values()], createIn: [...new Set(createIn)] })
  if (missing.length === 0) return
  const remedies = [...new Set(missing.map(({ remedy }) => remedy))]
  throw new ReconcileError('refused', missing.map((one) => one.missing).join('; '), {
    hint: `Run as an administrator: ${remedies.join('; ')};`,
    sqlState: '42501',
  })
}
