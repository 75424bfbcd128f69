import type { ObjectName } from './name.ts'

/** Renames of enums and of their labels that are about to be carried out: types first, labels by the new name of theirs. */
export interface EnumRenames {
  readonly types: readonly { readonly from: ObjectName; readonly to: ObjectName }[]
  readonly labels: readonly { readonly type: ObjectName; readonly from: string; readonly to: string }[]
}

export const noEnumRenames: EnumRenames = { types: [], labels: [] }
