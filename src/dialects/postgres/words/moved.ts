import { type ObjectName, sameName } from '../../../model/name.ts'
import type { Lock, Statement } from '../../../model/statement.ts'
import { qualify, quote } from './quote.ts'
import { schemaFor } from './schema-for.ts'
import { lock, statement } from './statement.ts'

/**
 * ALTER … SET SCHEMA and RENAME TO, as far as the names differ. `noun`: `type`, `view`, `function`; `spelled`: how the thing
 * is called in a statement, its arguments included; `locked`: the name it is locked by, of what can be locked.
 */
export function moved(
  noun: string,
  from: ObjectName,
  to: ObjectName,
  {
    spelled = qualify,
    locked = false,
  }: { readonly spelled?: (name: ObjectName) => string; readonly locked?: boolean } = {},
): Statement[] {
  const between = { schema: to.schema, name: from.name }
  const locks = (name: ObjectName): Lock[] => (locked ? lock('access_exclusive', name) : [])
  return [
    ...(sameName(from, between)
      ? []
      : [statement(`${schemaFor(to)}alter ${noun} ${spelled(from)} set schema ${quote(to.schema)}`, locks(from))]),
    ...(sameName(between, to)
      ? []
      : [statement(`alter ${noun} ${spelled(between)} rename to ${quote(to.name)}`, locks(between))]),
  ]
}
