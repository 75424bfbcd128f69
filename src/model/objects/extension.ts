import type { ObjectHead } from '../object-ref.ts'

/** Its name stands alone in the database: both halves of `name` are it. What belongs to it is nobody else's. */
export interface Extension extends ObjectHead<'extension'> {
  /** Where its objects are; null: wherever they are, or where the extension wants them. */
  readonly schema: string | null
  /** Null: whichever there is. */
  readonly version: string | null
  /** As it was read, and never compared: the version that the server takes when nobody names one. */
  readonly usualVersion?: string | null
}
