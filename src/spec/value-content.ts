/** Values that many keys can have. */
export type Scalar = string | number | boolean
export type DeferrableSpec = 'no' | 'initially_immediate' | 'initially_deferred'

/** One value per engine; a branch that is not written is a mistake, `null` means "none there". */
export interface PerEngine<T> {
  readonly postgres?: T
  readonly sqlite?: T
}

export type OptionalExpression = Scalar | PerEngine<Scalar | null>

export interface NotNullSpec {
  readonly name?: string
  readonly no_inherit?: boolean
  readonly validated?: boolean
}
