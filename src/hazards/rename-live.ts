import type { Change } from '../model/change.ts'
import type { Rule } from './rule.ts'

const noticed: ReadonlySet<Change['kind']> = new Set(['rename_column', 'rename_table', 'rename_enum', 'rename_label'])

export const renameLive: Rule = {
  id: 'rename-live',
  severity: 'warn',
  why: 'An application version that still uses the old name fails from this moment on.',
  instead:
    'deploy the version that uses the new name at the same moment, or add a new column and move over in two releases',

  check: ({ change, step }) => (renames(change) ? `${step.title}: the old name is gone at once` : null),
}

function renames(change: Change): boolean {
  if (change.kind === 'recreate_objects') return change.around.some(renames)
  return noticed.has(change.kind) || (change.kind === 'rename_object' && change.object.kind === 'schema')
}
