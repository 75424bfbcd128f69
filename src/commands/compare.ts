import { withoutAside } from '../diff/aside.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { compareText } from '../lib/compare.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Difference } from '../model/difference.ts'
import { type Target, urlTarget } from '../model/target.ts'
import { renameChange } from '../plan/plan.ts'
import { targetFromUrl } from '../spec/config.ts'
import { explained } from './database-error.ts'
import { described, differencesBetween } from './differences.ts'
import { readSide } from './read-side.ts'
import { hasErrors } from './refusal.ts'
import type { Side } from './sides.ts'
import { spellAlike } from './spell-alike.ts'
import { dialectOf, withSession } from './target.ts'

export interface Comparison {
  readonly differences: readonly Difference[]
  /** Errors: the specs are wrong, and there is nothing to compare. */
  readonly diagnostics: readonly Diagnostic[]
  /** Expressions were compared as they are written, for want of a server to spell them. */
  readonly asWritten: boolean
  readonly textOf: (file: string) => string | null
}

/** What the sides do not say themselves. */
export interface Around {
  /** --target or --url: where the expressions of specs are spelled when no side is a database. */
  readonly target: Target | null
  /** Taken when nothing else says for which engine specs are read: that of the default target. */
  readonly engine: Target['dialect']
  /** Where parsed specs are kept. */
  readonly cacheDir: string
}

/**
 * The changes that lead from one side to the other: of everything in them, managed or not. Throws `usage` for sides of
 * two engines, and what connecting throws.
 */
export async function compare(from: Side, to: Side, around: Around): Promise<Comparison> {
  const engine = engineOf(from, to) ?? around.target?.dialect ?? around.engine
  const dialect = await dialectOf(engine)
  const target = spellingTarget(from, to, around.target, engine)
  try {
    if (target === null) return await compareRead(from, to, around, dialect, null)
    return await withSession(dialect, target, (session) => compareRead(from, to, around, dialect, session))
  } catch (error) {
    throw explained(dialect, error)
  }
}

async function compareRead(
  from: Side,
  to: Side,
  { cacheDir }: Around,
  dialect: Dialect,
  session: Session | null,
): Promise<Comparison> {
  const version = session?.serverVersion ?? versionOf(from) ?? versionOf(to)
  const one = await readSide(from, dialect, version, cacheDir)
  const other = await readSide(to, dialect, version, cacheDir)
  const specs = [one, other].filter((side) => side.kind === 'specs')
  const found = specs.flatMap(({ diagnostics }) => diagnostics)
  const common = {
    textOf: (file: string): string | null =>
      specs.map(({ textOf }) => textOf(file)).find((text) => text !== null) ?? null,
  }
  if (hasErrors(found)) return { ...common, asWritten: false, differences: [], diagnostics: found }
  const alike = await spellAlike(one, other, dialect, session)
  const diagnostics = [...found, ...alike.diagnostics]
  const asWritten = alike.asWritten
  if (hasErrors(diagnostics)) return { ...common, asWritten, differences: [], diagnostics }
  return {
    ...common,
    asWritten,
    diagnostics,
    differences: [
      ...alike.renames.map((rename) => described(renameChange(rename))),
      ...differencesBetween(withoutAside(alike.from), withoutAside(alike.to), alike.partitioned),
    ],
  }
}

function engineOf(from: Side, to: Side): Target['dialect'] | null {
  const engines = [from, to].flatMap((side) =>
    side.kind === 'specs' ? [] : [{ shown: side.shown, engine: targetOf(side).dialect }],
  )
  const [first, second] = engines
  if (first !== undefined && second !== undefined && first.engine !== second.engine) {
    throw new ReconcileError(
      'usage',
      `${first.shown} is for ${first.engine} and ${second.shown} for ${second.engine}: they cannot be compared`,
      { hint: 'Compare each with the specs.' },
    )
  }
  return first?.engine ?? null
}

/** Specs need spelling, and so do two databases that have read the same at different times. SQLite needs no database for it. */
function spellingTarget(from: Side, to: Side, given: Target | null, engine: Target['dialect']): Target | null {
  const sides = [from, to]
    .flatMap((side) => (side.kind === 'database' || side.kind === 'recorded' ? [side] : []))
    .toSorted((a, b) => compareText(a.kind, b.kind))
    .map((side) => side.target)
  if (from.kind !== 'specs' && to.kind !== 'specs') return sides[0] ?? null
  const target = sides[0] ?? (given?.dialect === engine ? given : null)
  return target ?? (engine === 'sqlite' ? targetFromUrl('sqlite::memory:', urlTarget) : null)
}

function targetOf(side: Exclude<Side, { readonly kind: 'specs' }>): { readonly dialect: Target['dialect'] } {
  return side.kind === 'plan' ? side.plan.target : side.target
}

function versionOf(side: Side): string | null {
  return side.kind === 'plan' ? side.plan.target.serverVersion : null
}
