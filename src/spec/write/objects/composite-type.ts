import type { Attribute, CompositeType } from '../../../model/objects/composite-type.ts'
import type { AttributeSpec, CompositeTypeSpec } from '../../content-types.ts'
import { writtenType } from '../written-type.ts'
import type { Writing } from '../writing.ts'

export function compositeTypeSpec({ comment, attributes }: CompositeType, writing: Writing): CompositeTypeSpec {
  return {
    ...(comment === null ? {} : { comment }),
    attributes: Object.fromEntries(attributes.map((one) => [one.name, attributeSpec(one, writing)])),
  }
}

function attributeSpec(attribute: Attribute, writing: Writing): string | AttributeSpec {
  const { collation, comment } = attribute
  const type = writtenType(attribute.type, writing)
  if (collation === null && comment === null) return type
  return {
    type,
    ...(collation === null ? {} : { collation }),
    ...(comment === null ? {} : { comment }),
  }
}
