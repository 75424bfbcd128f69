import type { ObjectName } from '../../../model/name.ts'
import { displayName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { moveTexts, rivalry, rivalryHelp } from '../../move-text.ts'
import type { MoveWords } from '../../move-words.ts'
import { qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

const texts = moveTexts({ quote, qualify, differs: (a, b) => `${a} is not ${b}`, typed: (value) => `(${value})` })

/** hazards.md 3E. */
export const moves: MoveWords = {
  there: (move) => texts.there(move).map((sql) => rows(sql, move.to)),
  back: (move, from, whole) => texts.back(move, from, whole).map((sql) => rows(sql, move.from)),
  value: (move, column) => texts.value(move, column),
  strays: (move, to) => ({
    sql: `${texts.strays(move, to)} limit 20`,
    expect: 'no_rows',
    failure: `${displayName(to.name)} holds rows that ${displayName(move.from)} knows nothing of`,
    help: 'They would be lost: keep the table, or move them first.',
  }),
  rivals: (move, now) => ({
    sql: `${texts.rivals(move, now)} limit 20`,
    expect: 'no_rows',
    failure: rivalry(move),
    help: rivalryHelp,
  }),
}

/** All at once, so it takes as long as it takes. */
function rows(sql: string, written: ObjectName): Statement {
  return { ...statement(sql, written, 'rows'), timeout: 'blocking' }
}
