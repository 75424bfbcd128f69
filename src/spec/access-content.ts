/** Who may do what with which rows and objects; see `SpecContent`. */

/** Of every object that has an owner and privileges. */
export interface AccessSpec {
  readonly owner?: string
  readonly grants?: Readonly<Record<string, readonly string[] | GrantSpec>>
}

export interface GrantSpec {
  readonly privileges?: readonly string[]
  readonly columns?: Readonly<Record<string, readonly string[]>>
  readonly grant_option?: boolean | readonly string[]
}

/** By the role that gets them. */
export type DefaultGrantsSpec = Readonly<
  Record<string, readonly string[] | Pick<GrantSpec, 'privileges' | 'grant_option'>>
>

/** What others get of what a role creates; `in`: by schema, on top. */
export interface DefaultPrivilegesSpec extends DefaultPrivilegesInSchemaSpec {
  readonly schemas?: DefaultGrantsSpec
  readonly large_objects?: DefaultGrantsSpec
  readonly in?: Readonly<Record<string, DefaultPrivilegesInSchemaSpec>>
}

export interface DefaultPrivilegesInSchemaSpec {
  readonly tables?: DefaultGrantsSpec
  readonly sequences?: DefaultGrantsSpec
  readonly functions?: DefaultGrantsSpec
  readonly types?: DefaultGrantsSpec
}

export interface RowSecuritySpec {
  readonly enabled?: boolean
  readonly forced?: boolean
}

export interface PolicySpec {
  readonly renamed_from?: string | null
  readonly for?: 'all' | 'select' | 'insert' | 'update' | 'delete'
  readonly to?: readonly string[]
  readonly as?: 'permissive' | 'restrictive'
  readonly using?: string | boolean
  readonly with_check?: string | boolean
  readonly comment?: string
}
