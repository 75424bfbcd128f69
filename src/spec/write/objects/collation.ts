import type { Collation } from '../../../model/objects/collation.ts'
import type { CollationSpec } from '../../content-types.ts'

export function collationSpec(collation: Collation): CollationSpec {
  const { comment, provider, lcCollate, lcCtype, deterministic, rules } = collation
  return {
    ...(comment === null ? {} : { comment }),
    ...(provider === 'libc' ? {} : { provider }),
    ...(lcCollate === lcCtype ? { locale: lcCollate } : { lc_collate: lcCollate, lc_ctype: lcCtype }),
    ...(deterministic ? {} : { deterministic }),
    ...(rules === null ? {} : { rules }),
  }
}
