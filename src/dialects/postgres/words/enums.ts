import type { Words } from '../../words.ts'
import { moved } from './moved.ts'
import { literal, qualify } from './quote.ts'
import { statement } from './statement.ts'

type EnumWords = Pick<Words, 'createEnum' | 'dropEnum' | 'renameEnum' | 'renameEnumLabel' | 'addEnumLabel'>

/** hazards.md 1G: none of these locks a table. */
export const enums: EnumWords = {
  createEnum: ({ name, labels }) =>
    statement(`create type ${qualify(name)} as enum (${labels.map(literal).join(', ')})`, []),

  dropEnum: (name) => statement(`drop type ${qualify(name)}`, []),

  renameEnum: (from, to) => moved('type', from, to),

  renameEnumLabel: (name, from, to) =>
    statement(`alter type ${qualify(name)} rename value ${literal(from)} to ${literal(to)}`, []),

  /** The label can be used once the transaction is over (55P04). */
  addEnumLabel: (name, label, before) =>
    statement(
      `alter type ${qualify(name)} add value ${literal(label)}${before === null ? '' : ` before ${literal(before)}`}`,
      [],
    ),
}
