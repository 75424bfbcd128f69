import { moveWords } from '../../move-text.ts'
import type { MoveWords } from '../../move-words.ts'
import { differs, qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

export const moves: MoveWords = moveWords({
  quote,
  qualify,
  differs,
  // Without it 0 is another text than the 0.00 of a numeric(6,2).
  typed: (value, { type }) => `(${value})::${type}`,
  rows: (sql, written, read) =>
    statement(sql, [...lock('row_exclusive', written), ...lock('access_share', read)], { work: 'rows' }),
})
