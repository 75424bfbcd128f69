import type { AccessSpec } from './access-content.ts'

/** What a spec says of schemas, types and sequences; see `SpecContent`. */

type Scalar = string | number | boolean

export interface NamedSchemaSpec extends AccessSpec {
  readonly renamed_from?: string
  readonly comment?: string
}

export interface ExtensionSpec {
  readonly schema?: string
  readonly version?: string
}

export interface CollationSpec extends Pick<AccessSpec, 'owner'> {
  readonly renamed_from?: string | null
  readonly provider?: 'libc' | 'icu' | 'builtin'
  readonly locale?: string
  readonly lc_collate?: string
  readonly lc_ctype?: string
  readonly deterministic?: boolean
  readonly rules?: string
  readonly comment?: string
}

export interface DomainSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly type: string
  readonly not_null?: boolean
  readonly default?: Scalar
  readonly checks?: Readonly<Record<string, DomainCheckSpec>>
  readonly collation?: string
  readonly comment?: string
}

export type DomainCheckSpec =
  | Scalar
  | { readonly expression: Scalar; readonly validated?: boolean; readonly comment?: string }

export interface CompositeTypeSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly attributes: Readonly<Record<string, string | AttributeSpec>>
  readonly comment?: string
}

export interface AttributeSpec {
  readonly renamed_from?: string
  readonly type: string
  readonly collation?: string
  readonly comment?: string
}

export interface RangeTypeSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly subtype: string
  readonly subtype_opclass?: string
  readonly collation?: string
  readonly canonical?: string
  readonly subtype_diff?: string
  readonly multirange_type_name?: string
  readonly comment?: string
}

export interface SequenceSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly type?: 'smallint' | 'integer' | 'bigint'
  readonly increment?: number | string
  readonly min?: number | string
  readonly max?: number | string
  readonly start?: number | string
  readonly cache?: number | string
  readonly cycle?: boolean
  readonly unlogged?: boolean
  readonly comment?: string
}
