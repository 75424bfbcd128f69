import { ReconcileError } from '../../lib/errors.ts'
import { didYouMean } from '../../lib/text.ts'
import { rules } from '../../hazards/registry.ts'
import { document } from '../../report/document.ts'
import type { Io } from '../io.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Options } from '../options.ts'

/** `reconcile explain [HAZARD]`: one rule, or the list. */
export function explainVerb(io: Io, { json }: Options, id: string | undefined): number {
  if (id === undefined) {
    if (json) {
      io.stdout.write(document('hazards', { hazards: rules.map((rule) => ({ id: rule.id, severity: rule.severity })) }))
      return exitCodes.done
    }
    io.stdout.write(rules.map((rule) => `${rule.id.padEnd(28)} ${rule.severity}\n`).join(''))
    return exitCodes.done
  }
  const rule = rules.find((one) => one.id === id)
  if (rule === undefined) {
    const near = didYouMean(
      id,
      rules.map((one) => one.id),
    )
    throw new ReconcileError('usage', `there is no hazard ${id}`, {
      hint: near === null ? '`reconcile explain` lists them.' : `Did you mean ${near}?`,
    })
  }
  if (json) {
    const { severity, why, instead } = rule
    io.stdout.write(document('hazard', { id: rule.id, severity, why, instead }))
    return exitCodes.done
  }
  const consequence = {
    block: `blocks the plan until --allow ${rule.id}`,
    warn: 'shown as a warning',
    info: 'shown as a note',
  }
  io.stdout.write(`${rule.id} (${consequence[rule.severity]})\n\nWhy:     ${rule.why}\nInstead: ${rule.instead}\n`)
  return exitCodes.done
}
