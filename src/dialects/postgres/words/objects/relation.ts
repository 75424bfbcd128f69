import type { ObjectName } from '../../../../model/name.ts'
import type { Statement } from '../../../../model/statement.ts'
import { literal, qualify, quote } from '../quote.ts'
import { lock, statement } from '../statement.ts'

/** What views of both sorts have besides their query. */
interface Relation {
  readonly name: ObjectName
  readonly comment: string | null
  readonly columnComments: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, string>>
}

/** ` with (a = b)`, or nothing. */
export function withOptions({ options }: Relation): string {
  return Object.keys(options).length === 0 ? '' : ` with (${list(Object.entries(options))})`
}

/** `noun`: `view` or `materialized view`. */
export function optionStatements(noun: string, before: Relation, after: Relation): Statement[] {
  const gone = Object.keys(before.options).filter((key) => !Object.hasOwn(after.options, key))
  const set = Object.entries(after.options).filter(([key, value]) => before.options[key] !== value)
  // Those of a materialized view are those of a table (hazards.md 1E).
  const mode = noun === 'view' ? 'access_exclusive' : 'share_update_exclusive'
  const alter = (clause: string): Statement =>
    statement(`alter ${noun} ${qualify(after.name)} ${clause}`, lock(mode, after.name))
  return [
    ...(gone.length === 0 ? [] : [alter(`reset (${gone.join(', ')})`)]),
    ...(set.length === 0 ? [] : [alter(`set (${list(set)})`)]),
  ]
}

/** `before` null: there is none yet. */
export function commentStatements(noun: string, before: Relation | null, after: Relation): Statement[] {
  const { name } = after
  const then: Pick<Relation, 'comment' | 'columnComments'> = before ?? { comment: null, columnComments: {} }
  const say = (on: string, text: string | null): Statement =>
    statement(`comment on ${on} is ${text === null ? 'null' : literal(text)}`, lock('share_update_exclusive', name))
  const columns = [...new Set([...Object.keys(then.columnComments), ...Object.keys(after.columnComments)])].sort()
  return [
    ...(then.comment === after.comment ? [] : [say(`${noun} ${qualify(name)}`, after.comment)]),
    ...columns
      .filter((column) => then.columnComments[column] !== after.columnComments[column])
      .map((column) => say(`column ${qualify(name)}.${quote(column)}`, after.columnComments[column] ?? null)),
  ]
}

function list(options: readonly (readonly [string, string])[]): string {
  return options.map(([key, value]) => `${key} = ${value}`).join(', ')
}
