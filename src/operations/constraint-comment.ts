import type { Words } from '../dialects/words.ts'
import type { Constraint, Keyed } from '../model/constraint.ts'
import type { ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'

/** Adds the constraint together with its comment, which is lost whenever the constraint is dropped. */
export function addedConstraint(table: ObjectName, constraint: Constraint, words: Words): Statement[] {
  return [words.addConstraint(table, constraint), ...constraintComment(table, constraint, words)]
}

/** The same from an index that is finished. */
export function keyOfIndex(table: ObjectName, key: Keyed, index: string, words: Words): Statement[] {
  return [words.addConstraintUsingIndex(table, key, index), ...constraintComment(table, key, words)]
}

export function constraintComment(
  table: ObjectName,
  { definition: { name, comment } }: Constraint,
  words: Words,
): Statement[] {
  return comment === undefined ? [] : [words.comment({ kind: 'constraint', table, name }, comment)]
}
