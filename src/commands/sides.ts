import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ReconcileError } from '../lib/errors.ts'
import { redactUrl } from '../lib/redact.ts'
import { type Target, urlTarget } from '../model/target.ts'
import type { Plan } from '../model/plan.ts'
import { decodePlan } from '../plan/codec.ts'
import { targetFromUrl } from '../spec/config.ts'

/** One side of a comparison, as it is written on the command line. */
export type Side =
  | { readonly kind: 'specs'; readonly shown: string; readonly path: string }
  | { readonly kind: 'plan'; readonly shown: string; readonly plan: Plan }
  | { readonly kind: 'database' | 'recorded'; readonly shown: string; readonly target: Target }

/**
 * `sqlite:…` and `postgres://…` are databases, `target:NAME` the database of a target, `recorded:NAME` what its journal
 * has recorded. Everything else is a path: `plan.json` or the bundle it is in, or specs, of which `state/NAME/schema.yaml`
 * is one. Throws `usage` and `invalid_config`.
 */
export async function parseSide(text: string, targetNamed: (name: string) => Promise<Target>): Promise<Side> {
  const [, word = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? []
  switch (word) {
    case 'target':
      return { kind: 'database', shown: text, target: await targetNamed(rest) }
    case 'recorded':
      return { kind: 'recorded', shown: text, target: await targetNamed(rest) }
    case 'sqlite':
    case 'postgres':
    case 'postgresql':
      return { kind: 'database', shown: redactUrl(text), target: targetFromUrl(text, urlTarget) }
    default:
      return readPath(text)
  }
}

function readPath(path: string): Side {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new ReconcileError('usage', `there is no ${path} to compare`, {
      hint: 'Name a specs directory, a database URL, target:NAME, recorded:NAME, or a plan (state/<target>/plans/<id>).',
    })
  }
  const bundled = join(path, 'plan.json')
  const plan = found.isFile() && path.endsWith('.json') ? path : isFile(bundled) ? bundled : null
  if (plan === null) return { kind: 'specs', shown: path, path }
  return { kind: 'plan', shown: path, plan: decodePlan(readFileSync(plan, 'utf8'), plan) }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
