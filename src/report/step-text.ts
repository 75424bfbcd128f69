import { grouped } from '../lib/text.ts'
import type { Backfill } from '../model/backfill.ts'
import { conditionText } from '../model/gate.ts'
import type { Mirror } from '../model/mirror.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import type { Plan } from '../model/plan.ts'
import type { Action, Inverse, Phase, RestoreAction, Step } from '../model/step.ts'
import type { Target } from '../model/target.ts'
import { oneLine, printableLines } from './clip.ts'
import { about, shortCount } from './duration.ts'

/** What a report may know about a target: everything but the URL with its password. */
export type ShownTarget = Pick<Target, 'name' | 'dialect' | 'shownAs' | 'gate' | 'gateConditions' | 'lockBudgetMs'>

/** What each phase may do and what the running application notices of it (DESIGN.md §7). */
export const phaseWords: Readonly<Record<Phase, string>> = {
  expand: 'only adds; the old application version keeps working',
  backfill: 'fills rows in batches; the old application version keeps working',
  validate: 'proves that existing rows comply; the old application version keeps working',
  contract: 'tightens and puts aside; for when no old application version runs any more',
}

/** What `continue` will ask for, behind what a gate says anyway; empty when it only waits for a person. */
export function conditionWords({ gateConditions }: Pick<Target, 'gateConditions'>): string {
  return gateConditions.map((condition) => oneLine(conditionText(condition))).join(', ')
}

/** `PostgreSQL 18.4`, `SQLite 3.53.2`. */
export function engineName(target: Plan['target']): string {
  return `${target.dialect === 'postgres' ? 'PostgreSQL' : 'SQLite'} ${oneLine(target.serverVersion)}`
}

/** The first eight characters: enough for people, and accepted wherever a plan is named. */
export function shortId(id: string): string {
  return id.slice(0, 8)
}

/** `specs/orders.yaml:14`, or null when no spec line asks for the step. */
function sourceText(step: Step): string | null {
  return step.source === null ? null : `${oneLine(step.source.file)}:${step.source.line}`
}

/** Why the step is there, and where the spec says so. */
export function whyText(step: Step): string {
  const source = sourceText(step)
  const reason = oneLine(step.reason)
  if (source === null) return reason
  return reason === '' ? source : `${reason} (${source})`
}

/** `4.1M rows, ~7 min`: what the step costs, apart from locks. */
export function costText(step: Step): string {
  const { rows, durationMs, measured = false } = step.estimate
  const time = `${about(durationMs)}${measured ? ' at rates measured here' : ''}`
  return rows === null || rows === 0 ? time : `${shortCount(rows)} ${rows === 1 ? 'row' : 'rows'}, ${time}`
}

/**
 * The SQL of an action, statement by statement, as it is: for scripts and documents, not for terminals. A backfill
 * is shown as the one statement that its batches add up to.
 */
export function sqlTexts(action: Action | Inverse['action']): readonly string[] {
  switch (action.kind) {
    case 'ddl':
      return action.statements.map(({ sql }) => terminated(sql))
    case 'backfill':
      return [backfillSql(action.backfill, action.archive)]
    case 'restore':
      return [restoreNote(action)]
    case 'nothing':
      return []
  }
}

/** The SQL of an action line by line, safe to show in a terminal. */
export function sqlLines(action: Action | Inverse['action']): readonly string[] {
  return sqlTexts(action).flatMap(printableLines)
}

/** With exactly one semicolon at the end, and not inside a trailing comment. */
function terminated(sql: string): string {
  const text = sql.trimEnd().replace(/;+$/, '')
  return text.slice(text.lastIndexOf('\n') + 1).includes('--') ? `${text}\n;` : `${text};`
}

/** The word for how exactly a step can be taken back. */
export function verdict(inverse: Inverse): 'exact' | 'LOSSY' | 'NO WAY BACK' {
  return inverse.exactness === 'exact' ? 'exact' : inverse.exactness === 'lossy' ? 'LOSSY' : 'NO WAY BACK'
}

/** `exact: comes back with its values`. */
export function wayBackText(inverse: Inverse): string {
  const note = oneLine(inverse.note)
  return note === '' ? verdict(inverse) : `${verdict(inverse)}: ${note}`
}

/** Where things are that the step puts aside. */
export function quarantineLines(quarantines: Step['quarantines']): readonly string[] {
  return quarantines.map((quarantine) => {
    const what = memberName(quarantine.name, quarantine.column)
    if (quarantine.kind === 'sync') return `a trigger on ${oneLine(what)} keeps them in step until \`reconcile purge\``
    const where = memberName(quarantine.keptAs.name, quarantine.keptAs.column)
    const kept = quarantine.kind === 'values' ? `the old values of ${what} are` : `${what} is`
    return oneLine(`${kept} kept as ${where} until \`reconcile purge\``)
  })
}

function backfillSql(backfill: Backfill, archive: ObjectName | null): string {
  const table = [backfill.table.schema, backfill.table.name].map(quoted).join('.')
  const set = backfill.set.map(({ column, expression }) => `${quoted(column)} = ${expression}`)
  const update = `update ${table}\n   set ${set.join(',\n       ')}\n where ${backfill.where}`
  return [
    `-- in batches of ${grouped(backfill.batch.rows)} rows, each in its own transaction`,
    ...(archive === null ? [] : [oneLine(`-- old values are kept in ${displayName(archive)}`)]),
    terminated(backfill.into === undefined ? update : mirrored(backfill, backfill.into)),
  ].join('\n')
}

/** Rows that go to another table, or columns of rows that are there. */
function mirrored({ table, where }: Backfill, { wide, narrow, key, columns }: Mirror): string {
  const named = ({ schema, name }: ObjectName): string => [schema, name].map(quoted).join('.')
  const all = [...key, ...columns]
  const isWide = sameName(table, wide)
  const values = all.map((pair) => quoted(pair[isWide ? 'wide' : 'narrow']))
  const held = `select ${values.join(', ')}\n  from ${named(table)}\n where ${where}\n   for share`
  if (isWide)
    return `insert into ${named(narrow)} (${all.map((pair) => quoted(pair.narrow)).join(', ')})\n${held}\n    on conflict do nothing`
  const set = columns.map((pair) => `${quoted(pair.wide)} = held.${quoted(pair.narrow)}`)
  const same = key.map((pair) => `w.${quoted(pair.wide)} = held.${quoted(pair.narrow)}`)
  return `with held as (\n${held}\n)\nupdate ${named(wide)} as w\n   set ${set.join(',\n       ')}\n  from held where ${same.join(' and ')}`
}

function restoreNote({ archive, backfill }: RestoreAction): string {
  const columns = backfill.set.map(({ column }) => column).join(', ')
  return [
    oneLine(`-- gives ${displayName(backfill.table)} (${columns}) its old values back from ${displayName(archive)},`),
    '-- in batches, where the value is still the one that the backfill wrote',
  ].join('\n')
}

function memberName(name: ObjectName, column: string | null): string {
  return column === null ? displayName(name) : `${displayName(name)}.${column}`
}

/** Always quoted: a report cannot know every reserved word of the engine. */
function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
