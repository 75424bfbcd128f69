import { durationMs } from '../../src/spec/durations.ts'

/** How many examples a property is tried on: RECONCILE_PROPERTY_RUNS asks for more than the usual number. */
export function runs(usual: number): number {
  const asked = Number(process.env['RECONCILE_PROPERTY_RUNS'] ?? '')
  return Number.isInteger(asked) && asked > usual ? asked : usual
}

const usualSeed = 2026

/**
 * RECONCILE_PROPERTY_REPLAY=`<seed>/<path>`, both as a failure prints them, tries that one example again. The usual number
 * of examples is always the same; whoever asks for more (RECONCILE_PROPERTY_RUNS) gets new ones.
 */
export function replay(): { seed?: number; path?: string } {
  const [seed, path] = (process.env['RECONCILE_PROPERTY_REPLAY'] ?? '').split('/')
  if (seed !== undefined && seed !== '' && path !== undefined) return { seed: Number(seed), path }
  const isUsual = process.env['RECONCILE_PROPERTY_RUNS'] === undefined && soakMs() === null
  return isUsual ? { seed: usualSeed } : {}
}

/** How long chaos is let loose on each engine, milliseconds: RECONCILE_SOAK=`10m`. Null: as briefly as in every run. */
export function soakMs(): number | null {
  const asked = process.env['RECONCILE_SOAK'] ?? ''
  return asked === '' ? null : durationMs(asked)
}
