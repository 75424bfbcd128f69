import type { AccessSpec } from '../access-content.ts'
import type { EnumSpec } from '../enum-content.ts'
import type { EnumType } from '../../model/schema.ts'
import { accessOf } from './access.ts'
import type { Part } from './entry.ts'
import { writtenName } from './names.ts'

export const enumsPart: Part = {
  group: 'enums',
  entries: ({ schema, dialect, facts }) =>
    schema.enums.map((type) => ({
      key: writtenName(type.name, dialect.defaultSchema),
      schema: type.name.schema,
      file: null,
      value: enumSpec(type, accessOf({ schema, facts }, { kind: 'enum', name: type.name })),
    })),
}

function enumSpec({ labels, comment }: EnumType, access: AccessSpec): EnumSpec {
  const spec = { labels, ...(comment === null ? {} : { comment }), ...access }
  return Object.keys(spec).length === 1 ? labels : spec
}
