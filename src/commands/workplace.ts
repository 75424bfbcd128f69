import { join } from 'node:path'
import type { Dialect } from '../dialects/dialect.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Desired } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { type Target, urlTarget } from '../model/target.ts'
import { bind, isNewest } from '../spec/bind.ts'
import { type Config, type ConfiguredTarget, loadConfig, targetFromUrl } from '../spec/config.ts'
import { type LoadedSpecs, loadSpecs } from '../spec/load.ts'
import { withKnownHazards } from './known-hazards.ts'
import { hasErrors } from './refusal.ts'
import { dialectOf, noSuchTarget, type Selection } from './target.ts'

/** A target with the code that speaks to it. */
export interface Workplace {
  readonly selection: Selection
  readonly target: Target
  readonly dialect: Dialect
  /** The target that has to have these specs first. */
  readonly promoteFrom: ConfiguredTarget | null
  /** A shell command that has to succeed before anything is changed. */
  readonly backup: string | null
}

/**
 * Finds the target. Throws `invalid_config` with the reason when there is no such target, its URL needs a variable that
 * is not set, or reconcile.yaml is wrong.
 */
export async function openWorkplace(
  selection: Selection,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Workplace> {
  const config = withKnownHazards(await loadConfig(selection.specs, env))
  if (hasErrors(config.diagnostics)) throw new InvalidConfig(config)
  const { target, configured } = chooseTarget(selection, config)
  const { promoteFrom = null, backup = null } = configured ?? {}
  return {
    selection,
    target,
    dialect: await dialectOf(target.dialect),
    promoteFrom: config.targets.find(({ name }) => name === promoteFrom) ?? null,
    backup,
  }
}

interface Choice {
  readonly target: Target
  readonly configured: ConfiguredTarget | undefined
}

function chooseTarget({ target, url }: Selection, config: Config): Choice {
  const name = target ?? (url === null ? config.defaultTarget : null)
  const known = config.targets.map((one) => one.name)
  const configured = config.targets.find((one) => one.name === name)
  if (url !== null) return { target: targetFromUrl(url, name ?? urlTarget, configured), configured }
  if (name === null) throw noSuchTarget(null, known)
  if (configured === undefined) throw noSuchTarget(name, known)
  return { target: configured.resolve(), configured }
}

/** reconcile.yaml is wrong; its diagnostics say where. */
export class InvalidConfig extends ReconcileError {
  readonly config: Config

  constructor(config: Config) {
    super('invalid_config', 'reconcile.yaml is not right')
    this.config = config
  }
}

export interface LoadedDesired {
  readonly specs: LoadedSpecs
  readonly desired: Desired
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads and binds the specs for a dialect; never throws for what the user wrote. */
export async function loadDesired(place: Workplace, serverVersion: string | null): Promise<LoadedDesired> {
  const { specs, state } = place.selection
  return desiredOf(await loadSpecs(specs, { cacheDir: join(state, '.cache') }), place.dialect, serverVersion)
}

/** What was bound for the newest version, as this server has it. */
export function forServer(offline: LoadedDesired, dialect: Dialect, serverVersion: string): LoadedDesired {
  return isNewest(dialect, serverVersion) ? offline : desiredOf(offline.specs, dialect, serverVersion)
}

function desiredOf(specs: LoadedSpecs, dialect: Dialect, serverVersion: string | null): LoadedDesired {
  const { desired, diagnostics } = bind(specs, dialect, serverVersion)
  return { specs, desired, diagnostics: [...specs.diagnostics, ...diagnostics] }
}
