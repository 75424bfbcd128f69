import { nameKey, type ObjectName } from '../model/name.ts'
import type { Reach } from '../model/reach.ts'
import type { Lock, Statement } from '../model/statement.ts'
import type { Inverse, Probe, Step } from '../model/step.ts'

/** What these steps take, forward or on the way back. `toleranceMs`: the target's lock budget. */
export function reachOf(
  steps: readonly Step[],
  toleranceMs: number,
  actionOf: (step: Step) => Inverse['action'] = ({ action }) => action,
): Reach {
  const locks = new Map<string, Lock>()
  const rewritten: ObjectName[] = []
  const replaced: ObjectName[] = []
  const shut: ObjectName[] = []
  const indexed: ObjectName[] = []
  const settles: Probe[] = []
  let awaitsSnapshots = false
  const take = (lock: Lock): void => void locks.set(`${lock.mode} ${nameKey(lock.relation)}`, lock)
  for (const step of steps) {
    const action = actionOf(step)
    if (action.kind === 'nothing') continue
    if (action.kind !== 'ddl') {
      const { table } = action.backfill
      take({ mode: 'row_exclusive', relation: table })
      // What it overwrites is copied aside first, and copied back on the way back.
      rewritten.push(...(action.archive === null ? [table] : [table, table]))
      continue
    }
    if (action.probe !== null) settles.push(action.probe)
    for (const statement of action.statements) {
      for (const lock of statement.locks) take(lock)
      if (statement.timeout === 'concurrent') {
        awaitsSnapshots = true
        // Beyond what it locks, a build waits for all writers that are under way, and a drop or a detach for all readers too.
        const mode = statement.work === 'index_build' ? 'share' : 'access_exclusive'
        for (const { relation } of statement.locks) take({ mode, relation })
      }
      if (statement.work === 'rewrite') replaced.push(tableOf(statement, step))
      // The way back of what takes long takes as long.
      if (statement.work !== 'catalog' && step.estimate.lockMs > toleranceMs)
        shut.push(...statement.locks.flatMap(({ mode, relation }) => (mode === 'access_exclusive' ? [relation] : [])))
      if (statement.work === 'rewrite' || statement.work === 'rows') rewritten.push(tableOf(statement, step))
      if (statement.work === 'index_build') indexed.push(tableOf(statement, step))
    }
  }
  return {
    locks: [...locks.values()],
    awaitsSnapshots,
    rewritten,
    replaced,
    shut,
    indexed,
    settles,
    begins: true,
    toleranceMs,
  }
}

function tableOf({ locks }: Statement, { subject }: Step): ObjectName {
  return locks[0]?.relation ?? subject
}
