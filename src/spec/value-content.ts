/** Values that many keys can have. */
export type Scalar = string | number | boolean
export type DeferrableSpec = 'no' | 'initially_immediate' | 'initially_deferred'
