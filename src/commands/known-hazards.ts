import { rules } from '../hazards/registry.ts'
import { ReconcileError } from '../lib/errors.ts'
import { didYouMean } from '../lib/text.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Config } from '../spec/config.ts'

const known = rules.map(({ id }) => id)

/** The configuration, with an error for every hazard it allows that no rule finds. */
export function withKnownHazards(config: Config): Config {
  const unknown = config.targets
    .flatMap(({ allow }) => allow)
    .filter(({ hazard }) => !known.includes(hazard))
    .map(
      ({ hazard, by, position }): Diagnostic => ({
        id: 'unknown-hazard',
        severity: 'error',
        message: `target ${by} allows ${hazard}, which is no hazard`,
        help: suggestion(hazard),
        position,
        sqlState: null,
      }),
    )
  return unknown.length === 0 ? config : { ...config, diagnostics: [...config.diagnostics, ...unknown] }
}

/** Throws `usage` for what `--allow` names and no rule finds. */
export function refuseUnknownHazards(ids: readonly string[]): void {
  const unknown = ids.filter((id) => !known.includes(id))
  if (unknown.length === 0) return
  throw new ReconcileError('usage', `--allow names an unknown hazard: ${unknown.join(', ')}`, {
    hint: unknown.map(suggestion).join('; '),
  })
}

function suggestion(id: string): string {
  const near = didYouMean(id, known)
  return near === null ? `hazards are ${known.join(', ')}` : `did you mean ${near}?`
}
