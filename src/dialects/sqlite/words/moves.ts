import { moveWords } from '../../move-text.ts'
import type { MoveWords } from '../../move-words.ts'
import { qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

export const moves: MoveWords = moveWords({
  quote,
  qualify,
  differs: (a, b) => `${a} is not ${b}`,
  typed: (value) => `(${value})`,
  // All at once, so it takes as long as it takes.
  rows: (sql, written) => ({ ...statement(sql, written, 'rows'), timeout: 'blocking' }),
})
