import { mentions } from '../model/mentions.ts'
import { isForeignTo, type Move } from '../model/move.ts'
import { displayName, sameName } from '../model/name.ts'
import { withColumnRenamed } from '../model/renamed-text.ts'
import { tableOf } from '../model/schema.ts'
import type { Query } from '../model/statement.ts'
import { columnOf, type Table } from '../model/table.ts'
import type { PlanContext } from './operation.ts'

/** Rows that have no place, or more than one, where the columns go: asked before anything is begun. */
export function moveQuestions(move: Move, context: PlanContext): Query[] {
  const from = tableOf(context.actual, move.from)
  const to = tableOf(context.desired, move.to)
  if (from === undefined || to === undefined) return []
  return [
    ...unmatched(move, from, context),
    ...(move.isSplit
      ? withoutRequired(move, from, to, context)
      : [...orphans(move, from, context), ...left(move, to, context)]),
    ...rules(move, from, to, context),
  ]
}

/** One row of the one for a row of the other at most. */
function unmatched({ match, from: name, to }: Move, from: Table, { words }: PlanContext): Query[] {
  const columns = match.map((pair) => pair.from)
  return [
    {
      ...words.questions.duplicates(from, {
        name: `its rows in ${displayName(to)}`,
        keys: columns.map((column) => words.quote(column)),
        where: null,
        nullsNotDistinct: false,
      }),
      failure: `${displayName(name)} has more than one row with the same ${columns.join(', ')}, and one alone can belong to a row of ${displayName(to)}`,
      help: 'Keep one row of each (merge or delete the others), then plan again.',
    },
  ]
}

/** What holds something has to have everything that is required, and a key. */
function withoutRequired(move: Move, from: Table, to: Table, { words }: PlanContext): Query[] {
  const required = [
    ...move.match.map((pair) => pair.from),
    ...move.columns.flatMap(({ before, after }) => (after.nullable ? [] : [before.name])),
  ].filter((name) => from.columns.some((column) => column.name === name && column.nullable))
  return required.map((name) => ({
    ...words.questions.violators(from, {
      name,
      expression: `not (${heldBy(move, from, words.quote)}) or ${own(from, name, words.quote)} is not null`,
      validated: true,
    }),
    failure: `${displayName(from.name)} has rows that hold something of ${displayName(to.name)} and no ${name}, which is required there`,
    help: `Give these rows a value first, or let the column be null in ${displayName(to.name)}.`,
  }))
}

function orphans(move: Move, from: Table, { words, desired }: PlanContext): Query[] {
  const partner = move.match.map((pair) => `t.${words.quote(pair.to)} = ${own(from, pair.from, words.quote)}`)
  // Rows of a table that goes are deleted on the way back with what they belong to, so they have to belong to something.
  const goes = tableOf(desired, move.from) === undefined && isForeignTo(from, move)
  const loose = move.match
    .filter((pair) => columnOf(from, pair.from)?.nullable ?? false)
    .map((pair) => `${own(from, pair.from, words.quote)} is null`)
  const bare = `not (${heldBy(move, from, words.quote)})`
  const free = goes ? (loose.length === 0 ? [] : [`(${loose.join(' or ')}) and ${bare}`]) : [bare]
  return [
    {
      ...words.questions.violators(from, {
        name: 'partner',
        expression: [
          `exists (select 1 from ${words.qualify(move.to)} as t where ${partner.join(' and ')})`,
          ...free,
        ].join(' or '),
        validated: true,
      }),
      failure: `${displayName(from.name)} has rows that belong to no row of ${displayName(move.to)}: their values would have no place there`,
      help: `Delete these rows, or add what they belong to, then plan again.`,
    },
  ]
}

/** Rows of the other table to which nothing comes where something is required. */
function left(move: Move, to: Table, { words, actual }: PlanContext): Query[] {
  const now = tableOf(actual, move.to)
  if (now === undefined) return []
  return move.columns
    .filter(({ after }) => !after.nullable && after.default === null)
    .map(({ before, after }) => {
      const partner = move.match.map((pair) => `f.${words.quote(pair.from)} = ${own(now, pair.to, words.quote)}`)
      return {
        ...words.questions.violators(now, {
          name: after.name,
          expression: `exists (select 1 from ${words.qualify(move.from)} as f where ${partner.join(' and ')} and f.${words.quote(before.name)} is not null)`,
          validated: true,
        }),
        failure: `${displayName(to.name)}.${after.name} is required, and some rows get no value from ${displayName(move.from)}`,
        help: `Let it be null, give it a default, or add what is missing to ${displayName(move.from)}.`,
      }
    })
}

/** What the new place asks of the values, asked where they are. */
function rules(move: Move, from: Table, to: Table, { words }: PlanContext): Query[] {
  const there = new Map([
    ...move.match.map((pair) => [pair.to, pair.from] as const),
    ...move.columns.map(({ before, after }) => [after.name, before.name] as const),
  ])
  const moved = move.columns.map(({ after }) => after.name)
  const concerns = (columns: readonly string[]): boolean =>
    columns.some((column) => moved.includes(column)) && columns.every((column) => there.has(column))
  const named = (columns: readonly string[]): string[] => columns.map((column) => there.get(column) ?? column)
  const keys = [...to.uniques, ...(to.primaryKey === null ? [] : [to.primaryKey])]
    .filter(({ columns, withoutOverlaps }) => concerns(columns) && withoutOverlaps !== true)
    .map((key) =>
      words.questions.duplicates(from, {
        name: key.name,
        keys: named(key.columns).map((column) => words.quote(column)),
        where: null,
        nullsNotDistinct: 'nullsNotDistinct' in key && key.nullsNotDistinct && !move.isSplit,
      }),
    )
  const checks = to.checks.flatMap((check) => {
    const spoken = to.columns.filter(({ name }) => mentions(check.expression, name)).map(({ name }) => name)
    if (!check.validated || !concerns(spoken)) return []
    const text = inTurn(
      check.expression,
      spoken.map((name) => [name, words.quote(there.get(name) ?? name)] as const),
    )
    if (text === null) return []
    const expression = move.isSplit ? `not (${heldBy(move, from, words.quote)}) or (${text})` : text
    return [words.questions.violators(from, { name: check.name, expression, validated: true })]
  })
  const foreignKeys = to.foreignKeys
    .filter(({ columns, validated }) => validated && concerns(columns))
    .filter(({ references }) => !sameName(references.table, to.name))
    .map((key) => words.questions.orphans(from, { ...key, columns: named(key.columns) }))
  return [...keys, ...checks, ...foreignKeys]
}

/** By way of names that nobody has, since columns may trade theirs. */
function inTurn(expression: string, names: readonly (readonly [string, string])[]): string | null {
  const aside = names.map(([from], at) => [from, `"\u0001${at}"`] as const)
  const back = names.map(([, to], at) => [`\u0001${at}`, to] as const)
  return [...aside, ...back].reduce<string | null>(
    (text, [from, to]) => (text === null ? null : withColumnRenamed(text, from, to)),
    expression,
  )
}

function own({ name }: Table, column: string, quote: (name: string) => string): string {
  return `${quote(name.name)}.${quote(column)}`
}

/** Whether a row holds any of the values. */
function heldBy({ columns }: Move, from: Table, quote: (name: string) => string): string {
  return columns.map(({ before }) => `${own(from, before.name, quote)} is not null`).join(' or ')
}
