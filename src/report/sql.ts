import { count } from '../lib/text.ts'
import type { Plan } from '../model/plan.ts'
import { phases, type Action, type DdlAction, type Inverse, type Step } from '../model/step.ts'
import { oneLine, printableLines } from './clip.ts'
import {
  engineName,
  phaseWords,
  quarantineLines,
  shortId,
  sqlLines,
  sqlTexts,
  wayBackText,
  whyText,
} from './step-text.ts'

/** The plan as one SQL script to read or to run by hand. Checks, retries and checkpoints are `reconcile apply`'s. */
export function forwardSql(plan: Plan): string {
  const blocks = phases.flatMap((phase) => {
    const steps = plan.steps.filter((step) => step.phase === phase)
    if (steps.length === 0) return []
    const gate = phase === 'contract' && plan.gate ? [gateComment] : []
    return [...gate, `-- == ${phase}: ${phaseWords[phase]}`, ...steps.map((step) => forwardBlock(plan, step))]
  })
  return script(plan, `forward, ${count(plan.steps.length, 'step')}`, blocks)
}

/** The way back of the whole plan, newest step first. */
export function rollbackSql(plan: Plan): string {
  const blocks = plan.steps.toReversed().map((step) => rollbackBlock(plan, step))
  return script(plan, `rollback, ${count(plan.steps.length, 'step')}, newest first`, blocks)
}

const gateComment = '-- == gate: go on only when no old application version is running any more'

function script(plan: Plan, what: string, blocks: readonly string[]): string {
  const title = `-- Reconcile plan ${shortId(plan.id)} for ${oneLine(plan.target.name)}, ${engineName(plan.target)}: ${what}.`
  const advice = '-- To read, or to run by hand. `reconcile` itself also checks, retries, records and resumes.'
  return `${[`${title}\n${advice}`, ...blocks].join('\n\n')}\n`
}

function forwardBlock(plan: Plan, step: Step): string {
  return [
    `-- ${step.id} ${oneLine(step.title)}`,
    ...comment(whyText(step)),
    ...quarantineLines(step.quarantines).flatMap(comment),
    ...wrapped(plan, step.action),
  ].join('\n')
}

function rollbackBlock(plan: Plan, step: Step): string {
  const { inverse } = step
  return [
    `-- undo ${step.id} ${oneLine(step.title)}`,
    ...comment(wayBackText(inverse)),
    ...quarantineLines(inverse.quarantines).flatMap(comment),
    ...(inverse.action.kind === 'nothing' ? ['-- nothing to do'] : wrapped(plan, inverse.action)),
    ...discardLines(inverse),
  ].join('\n')
}

/** What runs instead of the inverse while the added thing is still empty. */
function discardLines({ discard }: Inverse): readonly string[] {
  if (discard === null) return []
  const asComments = (lines: readonly string[]) => lines.map((line) => `--   ${line}`.trimEnd())
  return [
    '-- instead, while this finds no row:',
    ...asComments(printableLines(discard.unused.sql)),
    '-- it is plainly dropped:',
    ...asComments(sqlLines(discard.action)),
  ]
}

function wrapped(plan: Plan, action: Action | Inverse['action']): readonly string[] {
  const lines = sqlTexts(action)
  if (action.kind !== 'ddl') return lines
  if (!inTransaction(action)) return ['-- outside of a transaction', ...lines]
  // hazards.md 2C: both pragmas are ignored inside a transaction, so they go around it.
  return action.session === 'rebuild' && plan.target.dialect === 'sqlite'
    ? [
        'PRAGMA foreign_keys = OFF;',
        'PRAGMA legacy_alter_table = ON;',
        'BEGIN IMMEDIATE;',
        ...lines,
        'COMMIT;',
        'PRAGMA legacy_alter_table = OFF;',
        'PRAGMA foreign_keys = ON;',
      ]
    : ['BEGIN;', ...lines, 'COMMIT;']
}

function inTransaction(action: DdlAction): boolean {
  return action.statements.every(({ transactional }) => transactional)
}

function comment(text: string): readonly string[] {
  return text === '' ? [] : [`-- ${oneLine(text)}`]
}
