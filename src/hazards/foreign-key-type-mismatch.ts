import { displayName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import { type Rule, together } from './rule.ts'

/** hazards.md 7, rule 65. */
export const foreignKeyTypeMismatch: Rule = {
  id: 'foreign-key-type-mismatch',
  severity: 'warn',
  why: 'Every check of the key converts one side, and the narrower side comes to its end first: rows can then no longer be referred to.',
  instead: 'give both columns the same type, the referenced one first',

  check({ change, after }) {
    if (change.kind !== 'add_foreign_key') return null
    const { columns, references } = change.definition
    const [child, parent] = [tableOf(after, change.table), tableOf(after, references.table)]
    if (child === undefined || parent === undefined) return null
    const mismatches = columns.flatMap((name, position) => {
      const [own, other] = [columnOf(child, name), columnOf(parent, references.columns[position] ?? '')]
      if (own === undefined || other === undefined || own.type === other.type) return []
      return [
        `${displayName(change.table)}.${name} is ${own.type}, ${displayName(references.table)}.${other.name} is ${other.type}`,
      ]
    })
    return together(mismatches)
  },
}
