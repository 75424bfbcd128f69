import { openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Plan } from '../model/plan.ts'
import { dialectOf, withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

/**
 * `promote_from`: the same desired schema must stand on that target first. Throws `refused` when it does not, and what
 * connecting throws.
 */
export async function requirePromotion({ promoteFrom, target }: Workplace, plan: Plan): Promise<void> {
  if (promoteFrom === null) return
  const before = promoteFrom.resolve()
  if (before.dialect !== target.dialect) {
    throw new ReconcileError(
      'invalid_config',
      `${target.name} (${target.dialect}) cannot be promoted from ${before.name} (${before.dialect})`,
      {
        hint: 'promote_from compares the schema as the engine spells it: both targets have to be of one engine.',
      },
    )
  }
  const latest = await withSession(await dialectOf(before.dialect), before, async (session) => {
    const journal = await openJournal(session)
    return await journal.run('latest')
  })
  if (latest?.status === 'done' && latest.plan.desired === plan.desired) return
  throw new ReconcileError(
    'refused',
    `${target.name} is promoted from ${before.name}, where these specs have not been applied to the end`,
    {
      hint: `Run \`reconcile --target ${before.name}\` first; its latest run has to be done with the same specs.`,
    },
  )
}
