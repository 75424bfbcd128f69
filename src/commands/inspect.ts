import { withoutAside } from '../diff/aside.ts'
import type { Schema } from '../model/schema.ts'
import { type Unsayable, unsayableIn } from '../spec/write/unsayable.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

export interface Inspection {
  readonly schema: Schema
  readonly serverVersion: string
  /** What is modelled and yet cannot be declared; the specs let it be. */
  readonly unsayable: readonly Unsayable[]
}

/** Reads the database; changes nothing. What plans have put aside is not part of it. */
export async function inspect({ dialect, target }: Workplace): Promise<Inspection> {
  return await withSession(dialect, target, async (session) => {
    const schema = withoutAside(await dialect.introspect(session))
    return { schema, serverVersion: session.serverVersion, unsayable: unsayableIn(schema) }
  })
}
