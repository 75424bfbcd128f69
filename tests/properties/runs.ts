/** How many examples a property is tried on: RECONCILE_PROPERTY_RUNS asks for more than the usual number. */
export function runs(usual: number): number {
  const asked = Number(process.env['RECONCILE_PROPERTY_RUNS'] ?? '')
  return Number.isInteger(asked) && asked > usual ? asked : usual
}

/** RECONCILE_PROPERTY_REPLAY=`<seed>/<path>`, both as a failure prints them, tries that one example again. */
export function replay(): { seed?: number; path?: string } {
  const [seed, path] = (process.env['RECONCILE_PROPERTY_REPLAY'] ?? '').split('/')
  return seed === undefined || seed === '' || path === undefined ? {} : { seed: Number(seed), path }
}
