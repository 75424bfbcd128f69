import { displayName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rule 76. What the plan adds, or validates, is none; nor is what is `enforced: false`, which has a rule of its own. */
export const unvalidatedLeftover: Rule = {
  id: 'unvalidated-leftover',
  severity: 'warn',
  perTable: true,
  why: 'New rows are held against the constraint, and rows from before it may break it: an UPDATE of such a row fails, and the server does not rely on it in any query.',
  instead: 'mend the rows and declare it as validated, or drop it',

  check({ step, before, after }) {
    const [was, will] = [tableOf(before, step.subject), tableOf(after, step.subject)]
    if (was === undefined || will === undefined) return null
    const left = unproven(will).filter((name) => unproven(was).includes(name))
    return together(left.map((name) => `${name} of ${displayName(will.name)} is NOT VALID, and stays so`))
  },
}

function unproven({ checks, foreignKeys, columns }: Table): readonly string[] {
  const constraints = [...checks, ...foreignKeys].filter(({ validated, enforced }) => !validated && enforced !== false)
  const required = columns.filter(({ notNull }) => notNull?.validated === false)
  return [...constraints.map(({ name }) => name), ...required.map(({ name }) => `NOT NULL of ${name}`)]
}
