import type { Change } from '../model/change.ts'
import { notOnlineSince, type Rule } from './rule.ts'

const noticed: ReadonlySet<Change['kind']> = new Set(['rename_column', 'rename_table', 'rename_enum', 'rename_label'])

export const renameLive: Rule = {
  id: 'rename-live',
  severity: 'warn',
  why: 'An application version that still uses the old name fails from this moment on.',
  instead:
    'deploy the version that uses the new name at the same moment, or let a view go by the old name as well: `renamed_from: { name: …, online: true }` (tables and columns on PostgreSQL)',

  check({ change, step }) {
    return inner(change).some(isNoticed) ? `${step.title}: the old name is gone at once${notOnlineSince(change)}` : null
  },
}

function inner(change: Change): readonly Change[] {
  return change.kind === 'recreate_objects' ? change.around : [change]
}

function isNoticed(change: Change): boolean {
  return noticed.has(change.kind) || (change.kind === 'rename_object' && change.object.kind === 'schema')
}
