import { type ObjectName, sameName } from '../../../model/name.ts'
import type { Lock, Statement } from '../../../model/statement.ts'
import { qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

interface Manner {
  /** How it is called in a statement, its arguments included. */
  readonly spelled?: (name: ObjectName) => string
  /** Its bare name. */
  readonly bare?: (name: string) => string
  /** It is locked, against everybody. */
  readonly locked?: boolean
}

/** ALTER … SET SCHEMA and RENAME TO, as far as the names differ. `noun`: `type`, `view`, `function`. */
export function moved(noun: string, from: ObjectName, to: ObjectName, manner: Manner = {}): Statement[] {
  const { spelled = qualify, bare = (name) => name, locked = false } = manner
  const between = { schema: to.schema, name: from.name }
  const locks = (name: ObjectName): Lock[] => (locked ? lock('access_exclusive', name) : [])
  return [
    ...(sameName(from, between)
      ? []
      : [statement(`alter ${noun} ${spelled(from)} set schema ${quote(to.schema)}`, locks(from))]),
    ...(bare(from.name) === bare(to.name)
      ? []
      : [statement(`alter ${noun} ${spelled(between)} rename to ${quote(bare(to.name))}`, locks(between))]),
  ]
}
