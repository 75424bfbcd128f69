import type { ChangeKind } from './change.ts'

/** One difference between two schemas, for people. */
export interface Difference {
  /** Null: the model knows no change that would lead from one to the other. */
  readonly kind: ChangeKind | null
  readonly title: string
}
