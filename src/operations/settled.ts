import type { Words } from '../dialects/words.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'

/** Before a table changes in the transaction that has written its rows, nothing about them may be left for its end (55006). */
export function settled({ primaryKey, uniques, foreignKeys }: Table, words: Words): Statement[] {
  const waits = [primaryKey, ...uniques, ...foreignKeys].some((one) => one?.deferrable === 'initially_deferred')
  return waits ? [words.checkNow()] : []
}
