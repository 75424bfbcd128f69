import type { AccessSpec } from './access-content.ts'

export type EnumSpec = readonly LabelSpec[] | LongEnumSpec

export type LabelSpec = string | { readonly name: string; readonly renamed_from: string | null }

export interface LongEnumSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly labels: readonly LabelSpec[]
  readonly comment?: string
}
