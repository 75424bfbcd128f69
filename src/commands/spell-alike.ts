import { withoutAside } from '../diff/aside.ts'
import { matchRenames, type Partitioning } from '../diff/renames.ts'
import { withUndeclared } from '../diff/access.ts'
import { ignoredObjects, withIgnored } from '../diff/ignored.ts'
import { withNeededSchemas } from './needed-schemas.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { sameValue } from '../lib/compare.ts'
import type { Desired } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Rename } from '../model/rename.ts'
import { emptySchema, type Schema } from '../model/schema.ts'
import { inDatabaseCase } from './in-database-case.ts'
import { located } from './located.ts'
import type { ReadSide } from './read-side.ts'

/** Two sides in one spelling (DESIGN.md §6). */
interface Alike {
  readonly from: Schema
  readonly to: Schema
  /** Hints of the specs that have work to do in the database they are compared with; carried out in `from`. */
  readonly renames: readonly Rename[]
  readonly partitioned: readonly Partitioning[]
  /** What the engine rejects. */
  readonly diagnostics: readonly Diagnostic[]
  /** The server may not be asked to spell. */
  readonly asWritten: boolean
}

/** Without a session specs stay as they are written. */
export async function spellAlike(
  from: ReadSide,
  to: ReadSide,
  dialect: Dialect,
  session: Session | null,
): Promise<Alike> {
  const spell = async (specs: Desired, actual: Schema, renames: readonly Rename[]): Promise<Spelled> => {
    const desired = inDatabaseCase(specs, actual, dialect)
    const ours = { governed: desired.governed, recorded: null }
    if (session === null) {
      return { desired: withUndeclared(desired.schema, actual, ours), other: actual, diagnostics: [] }
    }
    const output = await dialect.canonical(session, {
      desired: withNeededSchemas(desired.schema, actual, dialect.defaultSchema),
      actual,
      renames,
      ignored: ignoredObjects(desired.schema, actual, desired.ignore),
      recorded: null,
    })
    const wanted = withUndeclared(withIgnored(output.desired, output.renamed, desired.ignore), output.renamed, ours)
    return { desired: wanted, other: output.renamed, diagnostics: located(output, desired) }
  }
  const first =
    from.kind === 'spelled' ? { schema: from.schema, diagnostics: [] } : await alone(from.desired, to, spell)
  if (to.kind === 'spelled') {
    const both = from.kind === 'spelled' && session !== null && (await bothSpelled(from, to, dialect, session))
    const sides = both || { from: first.schema, to: to.schema, asWritten: false }
    return { ...sides, renames: [], partitioned: [], diagnostics: first.diagnostics }
  }
  // Only a database can be asked how it would spell itself after a rename.
  const { renames, partitioned } =
    from.kind === 'spelled' && from.live ? matchRenames(to.desired, first.schema) : { renames: [], partitioned: [] }
  const second = await spell(to.desired, first.schema, renames)
  return {
    from: second.other,
    to: second.desired,
    renames,
    partitioned,
    diagnostics: [...first.diagnostics, ...second.diagnostics],
    asWritten: session === null,
  }
}

/**
 * A server spells an expression in another way once it has read its own spelling again, as it does when a dump is loaded.
 * What one database does not have in the words of the other is read again by a server; what that cannot read stays.
 */
async function bothSpelled(
  from: SpelledSide,
  to: SpelledSide,
  dialect: Dialect,
  session: Session,
): Promise<Pick<Alike, 'from' | 'to' | 'asWritten'>> {
  const asTheyAre = { from: from.schema, to: to.schema, asWritten: false }
  // The session is in a database that is one of the sides.
  if (!(from.live || to.live) || sameValue(from.schema, to.schema)) return asTheyAre
  const [desired, actual] = from.live ? [to.schema, from.schema] : [from.schema, to.schema]
  const input = { desired: withoutAside(desired), actual, renames: [], recorded: null }
  try {
    const { renamed, desired: spelled } = await dialect.canonical(session, input)
    const [one, other] = from.live ? [renamed, spelled] : [spelled, renamed]
    return { from: one, to: other, asWritten: false }
  } catch (error) {
    // Reading takes fewer rights than spelling: a standby, or a role without TEMP.
    if (dialect.failure(error).kind !== 'privilege') throw error
    return { ...asTheyAre, asWritten: true }
  }
}

type SpelledSide = Extract<ReadSide, { readonly kind: 'spelled' }>

interface Spelled {
  readonly desired: Schema
  readonly other: Schema
  readonly diagnostics: readonly Diagnostic[]
}

async function alone(
  desired: Desired,
  other: ReadSide,
  spell: (desired: Desired, actual: Schema, renames: readonly Rename[]) => Promise<Spelled>,
): Promise<{ readonly schema: Schema; readonly diagnostics: readonly Diagnostic[] }> {
  const spelled = await spell(desired, other.kind === 'spelled' ? other.schema : emptySchema, [])
  return { schema: spelled.desired, diagnostics: spelled.diagnostics }
}
