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
