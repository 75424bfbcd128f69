import type { ObjectName } from '../../../model/name.ts'
import { displayName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { moveTexts, rivalry, rivalryHelp } from '../../move-text.ts'
import type { MoveWords } from '../../move-words.ts'
import { qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

/** As text: json, xml and point have no equality. */
const texts = moveTexts({
  quote,
  qualify,
  differs: (a, b) => `(${a})::text is distinct from (${b})::text`,
  // Without it 0 is another text than the 0.00 of a numeric(6,2).
  typed: (value, { type }) => `(${value})::${type}`,
})

/** hazards.md 3E. */
export const moves: MoveWords = {
  there: (move) => texts.there(move).map((sql) => rows(sql, move.to, move.from)),
  back: (move, from, whole) => texts.back(move, from, whole).map((sql) => rows(sql, move.from, move.to)),
  value: (move, column) => texts.value(move, column),
  strays: (move, to) => ({
    sql: `${texts.strays(move, to)}\nlimit 20`,
    expect: 'no_rows',
    failure: `${displayName(to.name)} has rows that ${displayName(move.from)} knows nothing of`,
    help: 'They would be lost: keep the table, or move them first.',
  }),
  rivals: (move, now) => ({
    sql: `${texts.rivals(move, now)}\nlimit 20`,
    expect: 'no_rows',
    failure: rivalry(move),
    help: rivalryHelp,
  }),
}

function rows(sql: string, written: ObjectName, read: ObjectName): Statement {
  return statement(sql, [...lock('row_exclusive', written), ...lock('access_share', read)], { work: 'rows' })
}
