import { innerChanges } from '../model/changes-of.ts'
import { displayName } from '../model/name.ts'
import { defaultBound } from '../model/partition.ts'
import type { Table } from '../model/table.ts'
import type { Rule } from './rule.ts'

export const rowsBeyondBound: Rule = {
  id: 'rows-beyond-bound',
  severity: 'warn',
  why: 'A table that is to become a partition takes the rows of that partition alone, from when its bound is proven until the others are there: what the application writes beyond it meanwhile is refused.',
  instead:
    'choose a bound beyond all that is written until then, and let the other partitions begin there; or let the table be the default partition, and declare partitions for what is written now in a later change',

  check({ change, step }) {
    const guard = innerChanges(change).find((one) => one.kind === 'guard_partition')
    if (guard?.kind !== 'guard_partition' || !isBounded(guard.holder)) return null
    const adds = step.action.kind === 'ddl' && step.action.statements.length > 0
    return adds ? `${displayName(guard.table)} takes only rows ${bounds(guard.holder)} until it is partitioned` : null
  },
}

function isBounded({ partitionOf }: Table): boolean {
  return (partitionOf?.proof ?? '') !== ''
}

function bounds({ partitionOf }: Table): string {
  const bound = partitionOf?.bound ?? ''
  return bound === defaultBound ? 'that belong to none of its new partitions' : bound.replace(/^FOR VALUES /, '')
}
