import { join } from 'node:path'
import { inject } from 'vitest'
import type { RunOutcome } from '../../src/apply/context.ts'
import { type Stage, stageIn, type StageOptions } from './judge-verbs.ts'

export async function openStage(url: string, spec: string, options: StageOptions = {}): Promise<Stage> {
  return await stageIn(join(inject('sqliteDirectory'), `state-${process.pid}`), url, spec, options)
}

/** Goes through with a plan; throws the reason when it does not come to the end. */
export function mustBe(status: RunOutcome['status'], { status: reached, failure }: RunOutcome): void {
  if (reached === status) return
  const { message = '', statement = null, offenders = [], explained, step = null } = failure ?? {}
  throw new Error(
    [
      `the run is ${reached}, not ${status}: ${step ?? ''} ${message}`,
      statement ?? '',
      ...offenders,
      ...(explained?.found ?? []),
    ].join('\n'),
  )
}
