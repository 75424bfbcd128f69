import { sameValue } from '../../../../lib/compare.ts'
import { bug } from '../../../../lib/errors.ts'
import type { Trigger } from '../../../../model/objects/trigger.ts'
import type { Statement } from '../../../../model/statement.ts'
import { deferral } from '../definitions.ts'
import { literal, qualify, quote, quoteList } from '../quote.ts'
import { lock, statement } from '../statement.ts'
import type { KindWords } from './kind-words.ts'

export const trigger: KindWords<Trigger> = {
  create: (one) => [
    statement(`create ${definedTrigger(one)}`, lock('share_row_exclusive', ...relations(one))),
    ...(one.enabled === 'origin' ? [] : [enable(one)]),
    ...comment(null, one),
  ],

  drop,

  alter(before, after) {
    const alike = sameValue(
      { ...before, comment: null, enabled: null, on: null },
      { ...after, comment: null, enabled: null, on: null },
    )
    const said = comment(before.comment, after)
    if (alike) return [...(before.enabled === after.enabled ? [] : [enable(after)]), ...said]
    // A constraint trigger cannot be replaced (PostgreSQL manual, CREATE TRIGGER).
    if (before.constraint !== null || after.constraint !== null) return [...drop(before), ...trigger.create(after)]
    return [
      statement(`create or replace ${definedTrigger(after)}`, lock('share_row_exclusive', after.on.name)),
      // Replacing enables it.
      ...(after.enabled === 'origin' ? [] : [enable(after)]),
      ...said,
    ]
  },

  rename: (one, to) => [
    statement(
      `alter trigger ${quote(one.name.name)} on ${qualify(one.on.name)} rename to ${quote(to.name)}`,
      lock('access_exclusive', one.on.name),
    ),
  ],
}

function drop(one: Trigger): Statement[] {
  return [
    statement(
      `drop trigger ${quote(one.name.name)} on ${qualify(one.on.name)}`,
      lock('access_exclusive', ...relations(one)),
    ),
  ]
}

/** What follows CREATE. */
export function definedTrigger(one: Trigger, at: string = qualify(one.on.name)): string {
  const { constraint, referencing } = one
  const transition = [
    referencing.old === null ? '' : `old table as ${quote(referencing.old)}`,
    referencing.new === null ? '' : `new table as ${quote(referencing.new)}`,
  ].filter((part) => part !== '')
  return [
    `${constraint === null ? '' : 'constraint '}trigger ${quote(one.name.name)}`,
    `${one.timing.replace('_', ' ')} ${events(one)} on ${at}`,
    ...(constraint === null || constraint.from === null ? [] : [`from ${qualify(constraint.from)}`]),
    ...(constraint === null || constraint.deferrable === 'no' ? [] : [deferral(constraint.deferrable).trim()]),
    ...(transition.length === 0 ? [] : [`referencing ${transition.join(' ')}`]),
    `for each ${one.forEach}`,
    ...(one.when === null ? [] : [`when (${one.when})`]),
    `execute function ${calledFunction(one)}`,
  ].join('\n  ')
}

function calledFunction({ name, action }: Trigger): string {
  if (action.kind !== 'call') throw bug(`trigger ${name.name} calls no function`)
  return `${action.function}(${action.arguments.map(literal).join(', ')})`
}

function events({ events: given, columns }: Trigger): string {
  return given
    .map((event) => (event === 'update' && columns.length > 0 ? `update of ${quoteList(columns)}` : event))
    .join(' or ')
}

const states: Readonly<Record<Trigger['enabled'], string>> = {
  origin: 'enable',
  always: 'enable always',
  replica: 'enable replica',
  disabled: 'disable',
}

/** Only of tables: triggers of views have no other state than `origin`. */
function enable({ name, on, enabled }: Trigger): Statement {
  return statement(
    `alter table ${qualify(on.name)} ${states[enabled]} trigger ${quote(name.name)}`,
    lock('share_row_exclusive', on.name),
  )
}

function comment(before: string | null, { name, on, comment: after }: Trigger): Statement[] {
  if (before === after) return []
  return [
    statement(
      `comment on trigger ${quote(name.name)} on ${qualify(on.name)} is ${after === null ? 'null' : literal(after)}`,
      lock('share_update_exclusive', on.name),
    ),
  ]
}

/** A constraint trigger locks the other table too. */
function relations({ on, constraint }: Trigger): Trigger['name'][] {
  return [on.name, ...(constraint === null || constraint.from === null ? [] : [constraint.from])]
}
