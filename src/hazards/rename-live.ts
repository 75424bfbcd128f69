import type { Rule } from './rule.ts'

export const renameLive: Rule = {
  id: 'rename-live',
  severity: 'warn',
  why: 'An application version that still uses the old name fails from this moment on.',
  instead:
    'deploy the version that uses the new name at the same moment, or add a new column and move over in two releases',

  check: ({ change, step }) =>
    change.kind === 'rename_column' || change.kind === 'rename_table'
      ? `${step.title}: the old name is gone at once`
      : null,
}
