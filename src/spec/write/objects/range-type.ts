import { defaultMultirange, type RangeType } from '../../../model/objects/range-type.ts'
import type { RangeTypeSpec } from '../../content-types.ts'
import { writtenType } from '../written-type.ts'
import type { Writing } from '../writing.ts'

/** The type of the bounds alone when it says it all. */
export function rangeTypeSpec(range: RangeType, writing: Writing): string | RangeTypeSpec {
  const { name, comment, opclass, collation, canonical, subtypeDiff, multirange } = range
  const subtype = writtenType(range.subtype, writing)
  const spec: RangeTypeSpec = {
    ...(comment === null ? {} : { comment }),
    subtype,
    ...(opclass === null ? {} : { subtype_opclass: opclass }),
    ...(collation === null ? {} : { collation }),
    ...(canonical === null ? {} : { canonical }),
    ...(subtypeDiff === null ? {} : { subtype_diff: subtypeDiff }),
    ...(multirange === defaultMultirange(name.name) ? {} : { multirange_type_name: multirange }),
  }
  return Object.keys(spec).length === 1 ? subtype : spec
}
