/** How many examples a property is tried on: RECONCILE_PROPERTY_RUNS asks for more than the usual number. */
export function runs(usual: number): number {
  const asked = Number(process.env['RECONCILE_PROPERTY_RUNS'] ?? '')
  return Number.isInteger(asked) && asked > usual ? asked : usual
}
