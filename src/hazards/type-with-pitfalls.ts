import { displayName } from '../model/name.ts'
import { type TypedColumn, typedColumns } from '../operations/typed-columns.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rules 32 and 50: what PostgreSQL itself advises against. Harmless habits (serial, varchar) are let be. */
const pitfalls: readonly (readonly [RegExp, string])[] = [
  [/^json\b/, 'json keeps text, has no equality and no index: jsonb'],
  [/^character(?:\(|$)/, 'it is filled up with blanks, which comparisons forget: text with a check on the length'],
  [/^money\b/, 'its fraction depends on lc_monetary: numeric'],
  [/^timestamp(?:\(\d\))? without time zone/, 'it does not say which moment it is: timestamptz'],
  [/^time(?:\(\d\))? with time zone/, 'an offset without a date says little: timestamptz, or time'],
]

export const typeWithPitfalls: Rule = {
  id: 'type-with-pitfalls',
  severity: 'info',
  why: 'The type does not do what it is usually taken for, and another one is hard to come by once there are rows.',
  instead: 'declare the type that is named beside it',

  check: ({ change, facts }) => (facts.oneWriter ? null : together(typedColumns(change).flatMap(pitfallOf))),
}

function pitfallOf({ table, after }: TypedColumn): readonly string[] {
  const pitfall = pitfalls.find(([type]) => type.test(after.type))
  return pitfall === undefined ? [] : [`${displayName(table)}.${after.name} is ${after.type}: ${pitfall[1]}`]
}
