import type { EnumSpec } from '../content.ts'
import type { EnumType } from '../../model/schema.ts'
import type { Part } from './entry.ts'
import { writtenName } from './names.ts'

export const enumsPart: Part = {
  group: 'enums',
  entries: ({ schema, dialect }) =>
    schema.enums.map((type) => ({
      key: writtenName(type.name, dialect.defaultSchema),
      schema: type.name.schema,
      file: null,
      value: enumSpec(type),
    })),
}

function enumSpec({ labels, comment }: EnumType): EnumSpec {
  return comment === null ? labels : { labels, comment }
}
