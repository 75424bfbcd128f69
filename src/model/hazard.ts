/** A danger that a step poses, found by a rule of `hazards/`. */
export interface Hazard {
  /** Stable kebab-case id: what `--allow` names. */
  readonly id: string
  /** `block` needs to be allowed by name before the plan may run. */
  readonly severity: 'block' | 'warn' | 'info'
  /** What would happen, naming the object. */
  readonly message: string
  /** The safe alternative. */
  readonly instead: string
}
