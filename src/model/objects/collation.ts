import type { ObjectHead } from '../object-ref.ts'

export interface Collation extends ObjectHead<'collation'> {
  readonly provider: 'libc' | 'icu' | 'builtin'
  readonly lcCollate: string
  /** Differs from `lcCollate` for libc at most. */
  readonly lcCtype: string
  readonly deterministic: boolean
  /** ICU's tailoring rules (PostgreSQL 16). */
  readonly rules: string | null
}
