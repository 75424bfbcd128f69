import { ReconcileError } from '../../lib/errors.ts'
import { didYouMean } from '../../lib/text.ts'
import { rules } from '../../hazards/registry.ts'
import type { Io } from '../io.ts'
import { exitCodes } from '../exit-codes.ts'

/** `reconcile explain [HAZARD]`: one rule, or the list. */
export function explainVerb(io: Io, id: string | undefined): number {
  if (id === undefined) {
    io.stdout.write(rules.map((rule) => `${rule.id.padEnd(28)} ${rule.severity}\n`).join(''))
    return exitCodes.done
  }
  const rule = rules.find((one) => one.id === id)
  if (rule === undefined) {
    const near = didYouMean(id, rules.map((one) => one.id))
    throw new ReconcileError('usage', `there is no hazard ${id}`, {
      hint: near === null ? '`reconcile explain` lists them.' : `Did you mean ${near}?`,
    })
  }
  const consequence = { block: `blocks the plan until --allow ${rule.id}`, warn: 'shown as a warning', info: 'shown as a note' }
  io.stdout.write(`${rule.id} (${consequence[rule.severity]})\n\nWhy:     ${rule.why}\nInstead: ${rule.instead}\n`)
  return exitCodes.done
}
