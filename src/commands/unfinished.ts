import type { Journal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Run } from '../model/run.ts'

/** The run that has to be brought to an end before anything new is planned; null when there is none. */
export async function unfinishedRun(journal: Journal): Promise<Run | null> {
  const status = await journal.latestStatus()
  return status === null || status === 'done' || status === 'rolled_back' ? null : await journal.run('latest')
}

/** Throws `refused`, naming the run and the ways out. */
export async function refuseUnfinished(journal: Journal): Promise<void> {
  const run = await unfinishedRun(journal)
  if (run === null) return
  const left = run.steps.filter(({ status }) => status !== 'done').length
  throw new ReconcileError(
    'refused',
    `run ${run.id} is not finished: ${explain(run)}, ${left} of ${run.steps.length} steps are left`,
    {
      hint:
        run.status === 'paused'
          ? 'Go on with `reconcile continue`, or take it back with `reconcile rollback`.'
          : run.status === 'rolling_back'
            ? 'Finish taking it back with `reconcile rollback`.'
            : 'Go on with `reconcile resume`, or take it back with `reconcile rollback`.',
    },
  )
}

function explain({ status, startedAt }: Run): string {
  switch (status) {
    case 'paused':
      return 'it waits at the gate'
    case 'failed':
      return 'it failed'
    case 'rolling_back':
      return 'it is being taken back'
    default:
      return `it was started ${startedAt} and has not ended`
  }
}
