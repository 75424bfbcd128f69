import { isForeignTo, type Move, restOf } from '../model/move.ts'
import type { ObjectName } from '../model/name.ts'
import { columnOf, type Table } from '../model/table.ts'

/** How an engine writes what moves are made of. */
export interface MoveSpeech {
  quote(name: string): string
  qualify(name: ObjectName): string
  /** True where two values are not the same, NULL being one. */
  differs(a: string, b: string): string
}

export interface MoveTexts {
  there(move: Move): readonly string[]
  back(move: Move, from: Table, whole: boolean): readonly string[]
  value(move: Move, column: string): string
  strays(move: Move, to: Table): string
}

/** The statements that both engines have in the same words; `f` is the row that the values come from, `t` the other one. */
export function moveTexts({ quote, qualify, differs }: MoveSpeech): MoveTexts {
  const both = ({ match }: Move): string =>
    match.map((pair) => `f.${quote(pair.from)} = t.${quote(pair.to)}`).join(' and ')
  const anyValue = (row: string, columns: readonly string[]): string =>
    columns.map((column) => `${row}.${quote(column)} is not null`).join(' or ')
  const befores = ({ columns }: Move): string[] => columns.map(({ before }) => before.name)
  const afters = ({ columns }: Move): string[] => columns.map(({ after }) => after.name)
  const different = ({ columns }: Move): string =>
    columns.map(({ before, after }) => differs(`f.${quote(before.name)}`, `t.${quote(after.name)}`)).join(' or ')

  return {
    there(move) {
      const { from, to, columns, match } = move
      if (!move.isSplit)
        return [
          `update ${qualify(to)} as t set ${columns.map(({ before, after }) => `${quote(after.name)} = f.${quote(before.name)}`).join(', ')}
from ${qualify(from)} as f where ${both(move)} and (${different(move)})`,
        ]
      const own = [...match.map((pair) => pair.to), ...afters(move)].map(quote)
      const values = [...match.map((pair) => pair.from), ...befores(move)].map((name) => `f.${quote(name)}`)
      // What a new application version has written already is newer.
      return [
        `insert into ${qualify(to)} (${own.join(', ')})
select ${values.join(', ')} from ${qualify(from)} as f
where (${anyValue('f', befores(move))}) and not exists (select 1 from ${qualify(to)} as t where ${both(move)})`,
      ]
    },

    back(move, from, whole) {
      const { columns, match } = move
      const present = columns.flatMap(({ before, after }) => {
        const column = columnOf(from, before.name)
        return column === undefined ? [] : [{ name: before.name, after: after.name, required: !column.nullable }]
      })
      const given = present.map(({ name, after, required }) => {
        const value = `t.${quote(after)}`
        return `${quote(name)} = ${required ? `coalesce(${value}, f.${quote(name)})` : value}`
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
      const required = present.filter((column) => column.required).map(({ after }) => `t.${quote(after)}`)
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
      const held = [`(${anyValue('t', afters(move))})`, ...required.map((value) => `${value} is not null`)]
      const canInsert = restOf(from, move).every(
        (column) => column.nullable || column.default !== null || column.identity !== null,
      )
      return [
        `delete from ${qualify(move.from)} as f where ${alone}`,
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
    },

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
            : differs(`t.${quote(column.name)}`, `(${column.default})`),
        )
      const known = `exists (select 1 from ${qualify(move.from)} as f where ${both(move)} and not (${different(move)}))`
      return `select ${move.match.map((pair) => `t.${quote(pair.to)}`).join(', ')} from ${qualify(to.name)} as t
where ${[`not ${known}`, ...rest].join(' or ')}`
    },
  }
}
