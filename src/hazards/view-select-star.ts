import { madeBy } from '../model/changes-of.ts'
import { displayName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import { type Rule, together } from './rule.ts'

/** `*` behind SELECT, a comma or a table's name: `count(*)` and `a * b` are something else. Texts and comments are left out. */
const star = /(?:\bselect(?:\s+(?:all|distinct))?|,)\s*\*|[\w"]\.\*/i
const silent = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g

/** hazards.md 7, rule 119. Only the specs know: the server has written the columns out. */
export const viewSelectStar: Rule = {
  id: 'view-select-star',
  severity: 'warn',
  why: 'The columns of the view are those that its tables happen to have: one that comes later changes the view in the next plan, and whoever reads it by place, or is made of it, gets something else.',
  instead: 'list the columns',

  check({ change, specs }) {
    const made = new Set(madeBy(change).map(refKey))
    const starred = specs.objects.filter(
      (one) =>
        (one.kind === 'view' || one.kind === 'materialized_view') &&
        made.has(refKey(one)) &&
        star.test(one.query.replaceAll(silent, "''")),
    )
    return together(starred.map(({ name }) => `the query of ${displayName(name)} selects *`))
  },
}
