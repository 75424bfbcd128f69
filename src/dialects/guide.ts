/**
 * What can be looked up once a step has failed. `offenders`: the rows that answer the step's own checks in the wrong way;
 * `blockers`: who holds the locks. The others are asked of the engine by `Dialect.diagnose`.
 */
export type Ask =
  | 'offenders'
  | 'blockers'
  | 'name_taken'
  | 'dependents'
  | 'indexes'
  | 'code'
  | 'rights'
  | 'recovery'
  | 'timeouts'
  | 'space'
  | 'limits'
  | 'broken'
  | 'foreign_keys'
  | 'integrity'

export type FailureKind = 'lock' | 'conflict' | 'cancelled' | 'lost' | 'data' | 'privilege' | 'other'

/** What one error of an engine means in the middle of a schema change (hazards.md §6). */
export interface GuideEntry {
  /** SQLSTATE, or SQLite's extended code name; two characters stand for all of their class that have no entry. */
  readonly code: string
  /** What the engine calls it. */
  readonly name: string
  /** Tells errors of one code apart by their English message; the one without comes last. */
  readonly says?: RegExp
  /** `lock`: somebody holds a lock; `conflict`: deadlock or serialization: retry as it is. `lost`: connection gone, outcome unknown. */
  readonly kind: FailureKind
  /** What it comes from here, each a sentence, the most usual first. */
  readonly causes: readonly string[]
  /** What can be done, each a sentence. */
  readonly choices: readonly string[]
  /** What to look up before it is shown; null when the message tells it all. */
  readonly ask: Ask | null
}

/** The entry for an error; null when the guide does not know it. */
export function entryFor(guide: readonly GuideEntry[], code: string, message: string): GuideEntry | null {
  const said = (one: GuideEntry): boolean => one.says?.test(message) ?? true
  const of = (wanted: string): GuideEntry | undefined => guide.find((one) => one.code === wanted && said(one))
  return of(code) ?? of(classOf(code)) ?? null
}

/** Every entry that a code leads to, for `reconcile explain`. */
export function entriesOf(guide: readonly GuideEntry[], code: string): readonly GuideEntry[] {
  const own = guide.filter((one) => one.code === code)
  return own.length > 0 ? own : guide.filter((one) => one.code === classOf(code))
}

/** `22` of `22023`, `SQLITE_IOERR` of `SQLITE_IOERR_WRITE`. */
function classOf(code: string): string {
  return code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code.slice(0, 2)
}
