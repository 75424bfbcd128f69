import type { Column } from '../model/column.ts'
import { isForeignTo, type Move, restOf } from '../model/move.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import { columnOf, type Table } from '../model/table.ts'
import type { MoveWords } from './move-words.ts'

/** How an engine writes what moves are made of. */
export interface MoveSpeech {
  quote(name: string): string
  qualify(name: ObjectName): string
  /** True where two values are not the same, NULL being one. */
  differs(a: string, b: string): string
  /** A default as a value of its column's type. */
  typed(value: string, column: Column): string
  /** What writes rows of one table, by those of another. */
  rows(sql: string, written: ObjectName, read: ObjectName): Statement
}

/** hazards.md 3E: both engines have them in the same words; `f` is the row that the values come from, `t` the other one. */
export function moveWords({ quote, qualify, differs, typed, rows }: MoveSpeech): MoveWords {
  const both = ({ match }: Move): string =>
    match.map((pair) => `f.${quote(pair.from)} = t.${quote(pair.to)}`).join(' and ')
  const anyValue = (row: string, columns: readonly string[]): string =>
    columns.map((column) => `${row}.${quote(column)} is not null`).join(' or ')
  const befores = ({ columns }: Move): string[] => columns.map(({ before }) => before.name)
  const afters = ({ columns }: Move): string[] => columns.map(({ after }) => after.name)
  const different = ({ columns }: Move): string =>
    columns.map(({ before, after }) => differs(`f.${quote(before.name)}`, `t.${quote(after.name)}`)).join(' or ')

  const standsFor = (value: string, column: Column, text: string): string =>
    `not (${differs(value, typed(text, column))})`
  /** Nobody has written there: NULL, or what the column has by itself. */
  const untouched = (value: string, column: Column): string =>
    column.default === null ? `${value} is null` : `(${value} is null or ${standsFor(value, column, column.default)})`

  function there(move: Move): string[] {
    const { from, to, columns, match } = move
    const set = columns.map(({ before, after }) => {
      const [old, own] = [`f.${quote(before.name)}`, `t.${quote(after.name)}`]
      if (after.default === null) return `${quote(after.name)} = coalesce(${own}, ${old})`
      const value = move.isSplit || !after.nullable ? `coalesce(${old}, ${own})` : old
      return `${quote(after.name)} = case when ${untouched(own, after)} then ${value} else ${own} end`
    })
    const update = `update ${qualify(to)} as t set ${set.join(', ')}
from ${qualify(from)} as f where ${both(move)} and (${different(move)})`
    if (!move.isSplit) return [update]
    const own = [...match.map((pair) => pair.to), ...afters(move)].map(quote)
    const values = [...match.map((pair) => pair.from), ...befores(move)].map((name) => `f.${quote(name)}`)
    return [
      update,
      `insert into ${qualify(to)} (${own.join(', ')})
select ${values.join(', ')} from ${qualify(from)} as f
where (${anyValue('f', befores(move))}) and not exists (select 1 from ${qualify(to)} as t where ${both(move)})`,
    ]
  }

  function back(move: Move, from: Table, whole: boolean): string[] {
    const { columns, match } = move
    const present = columns.flatMap(({ before, after }) => {
      const column = columnOf(from, before.name)
      return column === undefined ? [] : [{ name: before.name, before, after, required: !column.nullable }]
    })
    const given = present.map(({ name, before, after, required }) => {
      const [value, old] = [`t.${quote(after.name)}`, `f.${quote(name)}`]
      if (required) return `${quote(name)} = coalesce(${value}, ${old})`
      if (move.isSplit || !before.nullable || after.default === null) return `${quote(name)} = ${value}`
      return `${quote(name)} = case when ${old} is null and ${standsFor(value, after, after.default)} then null else ${value} end`
    })
    const other = qualify(move.to)
    const alone = `not exists (select 1 from ${other} as t where ${both(move)})`
    const update = `update ${qualify(move.from)} as f set ${given.join(', ')}
from ${other} as t where ${both(move)} and (${different(move)})`
    const loose = present.filter(({ required }) => !required).map(({ name }) => name)
    if (move.isSplit)
      return [
        update,
        ...(loose.length === 0
          ? []
          : [
              `update ${qualify(move.from)} as f set ${loose.map((name) => `${quote(name)} = null`).join(', ')}
where (${anyValue('f', loose)}) and ${alone}`,
            ]),
      ]
    if (!whole || !isForeignTo(from, move)) return [update]
    const required = present.filter((column) => column.required).map(({ after }) => `t.${quote(after.name)}`)
    const bare = restOf(from, move).length === 0
    const empty = required.map((value) => `${value} is null`).join(' or ')
    const cleared =
      bare && required.length > 0
        ? [
            `delete from ${qualify(move.from)} as f where exists (select 1 from ${other} as t where ${both(move)} and (${empty}))`,
          ]
        : []
    const own = [...match.map((pair) => pair.from), ...befores(move)].map(quote)
    const values = [...match.map((pair) => pair.to), ...afters(move)].map((name) => `t.${quote(name)}`)
    const written = columns.map(({ after }) => `not (${untouched(`t.${quote(after.name)}`, after)})`).join(' or ')
    const held = [`(${written})`, ...required.map((value) => `${value} is not null`)]
    const belongs = match
      .filter((pair) => columnOf(from, pair.from)?.nullable ?? false)
      .map((pair) => `f.${quote(pair.from)} is not null`)
    const canInsert = restOf(from, move).every(
      (column) => column.nullable || column.default !== null || column.identity !== null,
    )
    return [
      // A row that belongs to none has never had a row there.
      `delete from ${qualify(move.from)} as f where ${[...belongs, alone].join(' and ')}`,
      ...cleared,
      update,
      ...(canInsert
        ? [
            `insert into ${qualify(move.from)} (${own.join(', ')})
select ${values.join(', ')} from ${other} as t
where ${held.join(' and ')} and not exists (select 1 from ${qualify(move.from)} as f where ${both(move)})`,
          ]
        : []),
    ]
  }

  return {
    there: (move) => there(move).map((sql) => rows(sql, move.to, move.from)),
    back: (move, from, whole) => back(move, from, whole).map((sql) => rows(sql, move.from, move.to)),

    value(move, column) {
      const before = move.columns.find(({ after }) => after.name === column)?.before.name ?? column
      const equal = move.match.map((pair) => `f.${quote(pair.from)} = ${quote(move.to.name)}.${quote(pair.to)}`)
      return `(select f.${quote(before)} from ${qualify(move.from)} as f where ${equal.join(' and ')})`
    },

    strays(move, to) {
      const rest = restOf(to, move)
        .filter(({ identity }) => identity === null)
        .map((column) =>
          column.default === null
            ? `t.${quote(column.name)} is not null`
            : differs(`t.${quote(column.name)}`, typed(column.default, column)),
        )
      const known = `exists (select 1 from ${qualify(move.from)} as f where ${both(move)} and not (${different(move)}))`
      return {
        sql: `select ${move.match.map((pair) => `t.${quote(pair.to)}`).join(', ')} from ${qualify(to.name)} as t
where ${[`not ${known}`, ...rest].join(' or ')}
limit 20`,
        expect: 'no_rows',
        failure: `${displayName(to.name)} has rows that ${displayName(move.from)} knows nothing of`,
        help: 'They would be lost: keep the table, or move them first.',
      }
    },

    rivals(move, now) {
      const { from, to, match, columns } = now
      const pairs = columns.map(({ before, after }) => [`f.${quote(before.name)}`, `t.${quote(after.name)}`] as const)
      const shown = pairs.flatMap(([old, own], at) => {
        const { before, after } = move.columns[at] ?? { before: { name: old }, after: { name: own } }
        return [
          `${own} as ${quote(`${displayName(move.to)}.${after.name}`)}`,
          `${old} as ${quote(`${displayName(move.from)}.${before.name}`)}`,
        ]
      })
      const competing = columns.map(({ after }, at) => {
        const [old, own] = pairs[at] ?? ['null', 'null']
        return `${old} is not null and not (${untouched(own, after)}) and ${differs(old, own)}`
      })
      return {
        sql: `select ${[...match.map((pair) => `t.${quote(pair.to)}`), ...shown].join(', ')}
from ${qualify(to)} as t join ${qualify(from)} as f on ${both(now)}
where ${competing.map((one) => `(${one})`).join(' or ')}
limit 20`,
        expect: 'no_rows',
        failure: `rows of ${displayName(move.to)} hold values that have been written since the new columns are there, and ${displayName(move.from)} has others for them`,
        help: 'Write the value that counts in both places, or NULL where it does not count, then resume.',
      }
    },
  }
}
