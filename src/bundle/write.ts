import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ReconcileError } from '../lib/errors.ts'
import type { Allowances } from '../model/allowance.ts'
import type { Plan } from '../model/plan.ts'
import { encodePlan } from '../plan/codec.ts'
import { reviewMarkdown } from '../report/markdown.ts'
import { forwardSql, rollbackSql } from '../report/sql.ts'
import type { ShownTarget } from '../report/step-text.ts'

/**
 * Writes what people keep of a plan: the plan itself, its review, and both scripts. `directory` is `state/<target>`.
 * Returns the path of plan.json. Throws `invalid_config` when the folder cannot be written to.
 */
export function writePlanBundle(
  directory: string,
  plan: Plan,
  about: { readonly target: ShownTarget; readonly allowances: Allowances },
): string {
  const folder = join(directory, 'plans', plan.id.slice(0, 8))
  const path = join(folder, 'plan.json')
  try {
    mkdirSync(folder, { recursive: true })
    writeWhole(path, encodePlan(plan))
    writeWhole(join(folder, 'review.md'), reviewMarkdown(plan, about))
    writeWhole(join(folder, 'forward.sql'), forwardSql(plan))
    writeWhole(join(folder, 'rollback.sql'), rollbackSql(plan))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ReconcileError('invalid_config', `the plan cannot be written to ${folder}: ${reason}`, {
      hint: 'Make the folder writable, or name another one with --state.',
      cause,
    })
  }
  return path
}

/** `state/<target>/schema.yaml`: what the database held after the last run, for people and for version control. */
export function writeSchemaRecord(directory: string, spec: string): void {
  mkdirSync(directory, { recursive: true })
  writeWhole(join(directory, 'schema.yaml'), spec)
}

/** A reader sees the old file or the new one, never half of it. */
function writeWhole(path: string, text: string): void {
  const partial = `${path}.partial`
  writeFileSync(partial, text)
  renameSync(partial, path)
}
