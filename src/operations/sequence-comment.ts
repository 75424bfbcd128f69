import type { Words } from '../dialects/words.ts'
import type { Column } from '../model/column.ts'
import type { ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'

/** What is said about a sequence that has come with its column. */
export function sequenceComment(table: ObjectName, { sequence }: Column, { sequences }: Words): Statement[] {
  return sequence?.comment === undefined ? [] : [sequences.comment(table, sequence)]
}
