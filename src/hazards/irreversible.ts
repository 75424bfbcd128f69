import type { Rule } from './rule.ts'

export const irreversible: Rule = {
  id: 'irreversible',
  severity: 'block',
  why: 'The step has no way back.',
  instead: 'take a backup first and allow it by name, or reach the same end in steps that can be undone',

  check: ({ step }) =>
    step.inverse.exactness === 'none' ? `${step.title} cannot be taken back: ${step.inverse.note}` : null,
}
