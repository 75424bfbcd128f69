import type { Change } from '../model/change.ts'
import type { Column } from '../model/column.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Blocker, EndedBlocker } from '../model/event.ts'
import type { EnumRenames } from '../model/enum-rename.ts'
import type { ObjectName } from '../model/name.ts'
import type { ObjectRename } from '../model/object-rename.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { Reach } from '../model/reach.ts'
import type { Recorded } from '../model/recorded.ts'
import type { Rename } from '../model/rename.ts'
import type { Schema } from '../model/schema.ts'
import type { Probe } from '../model/step.ts'
import type { Leaving, Usage } from '../model/usage.ts'
import type { Ask, FailureKind, GuideEntry } from './guide.ts'
import type { ExpressionScope } from './expression-scope.ts'
import type { Facts } from './facts.ts'
import type { Session } from './session.ts'
import type { Words } from './words.ts'

/** Everything that is different between the engines, and nothing else. */
export interface Dialect {
  readonly name: 'postgres' | 'sqlite'
  /** The schema an unqualified name is in. */
  readonly defaultSchema: string
  /** Gives names that are one to the engine the same key; null: every letter tells names apart. */
  readonly fold: ((name: string) => string) | null
  facts(serverVersion: string): Facts
  readonly words: Words
  readonly types: ColumnTypes
  /** Throws `unreachable` with the reason and never with the password. */
  connect(url: string, applicationName: string): Promise<Session>
  /** The whole database but our own objects, in a fixed number of queries. */
  introspect(session: Session): Promise<Schema>
  /** Brings both sides to the engine's own spelling (DESIGN.md §6). Changes nothing in the database. */
  canonical(session: Session, input: CanonicalInput): Promise<CanonicalOutput>
  /**
   * Why an expression over a table with these columns can only fail: it is no SQL, or names a column or table that neither is
   * there nor comes. Null: nothing is known against it. Runs nothing of it.
   */
  malformed(
    session: Session,
    table: ObjectName,
    columns: readonly Column[],
    text: string,
    scope: ExpressionScope,
  ): Promise<DatabaseFailure | null>
  /** Rewrites changes into ones this engine version can carry out. */
  lower(changes: readonly Change[], context: LowerContext): readonly Change[]
  statistics(session: Session): Promise<Statistics>
  /** Whether a non-transactional statement has taken effect. `broken`: half done, `repair` first. */
  probe(session: Session, probe: Probe): Promise<'absent' | 'done' | 'broken'>
  repair(session: Session, probe: Probe): Promise<void>
  /** Who stands in the way of this session now, or holds a conflicting lock on these relations; asked from `observer`, another session. */
  blockers(observer: Session, relations: readonly ObjectName[]): Promise<readonly Blocker[]>
  /** Ends sessions of applications that one of ours waits for at this moment, and that have lasted as long as `after` says. */
  endBlockers(observer: Session, after: Lasting): Promise<readonly EndedBlocker[]>
  /** What a run of this reach cannot pass or has to wait for, in a fixed number of queries. Changes nothing. */
  obstacles(session: Session, reach: Reach): Promise<readonly Obstacle[]>
  /** Whether something between us and the server hands its sessions around; null: these two are the server's own. */
  pooler(one: Session, other: Session): Promise<Obstacle | null>
  /** Sessions of others on this database that have a name; nothing where the engine has no sessions. */
  namedSessions(session: Session): Promise<readonly NamedSession[]>
  /** How what leaves has been used until now, the work of this session included. */
  usage(session: Session, leaving: Leaving): Promise<Usage>
  /** One run per database at a time. Null when somebody else has it; then `heldBy` says who. */
  mutex(session: Session, owner: string): Promise<Mutex>
  failure(error: unknown): DatabaseFailure
  /** What errors of this engine mean here and what to do. */
  readonly guide: readonly GuideEntry[]
  /** Looks up what an error does not say by itself, one line each. Changes nothing. */
  diagnose(session: Session, ask: Ask, about: Circumstances): Promise<readonly string[]>
  /** Asked before the first step; what does not exist yet takes no right. */
  missingRights(session: Session, needs: Needs): Promise<readonly MissingRight[]>
}

/** From when on a transaction stands in the way of others for no reason, milliseconds. */
export interface Lasting {
  /** Without a statement. */
  readonly idleMs: number
  /** In all. */
  readonly wholeMs: number
}

/** What takes more than reading and writing rows. */
export interface Needs {
  /** Tables and enums that are altered. */
  readonly own: readonly ObjectName[]
  /** Schemas that get something new. */
  readonly createIn: readonly string[]
}

export interface MissingRight {
  readonly missing: string
  /** The statement with which an administrator gives it. */
  readonly remedy: string
}

export interface NamedSession {
  readonly pid: number
  readonly user: string
  readonly application: string
}

/** Types as people write them, in the engine's own spelling. */
export interface ColumnTypes {
  /**
   * `int` → `integer`, `timestamptz` → `timestamp with time zone`; on SQLite also `timestamptz` → `text` and so on.
   * Null: not a type this table knows (it may be an enum, a domain or an extension's: only the server can tell).
   */
  canonical(type: string): string | null
  /** The shortest usual way to write a type that the engine has spelled; `canonical` leads back. */
  short(type: string): string
  /** Type names for "did you mean". */
  readonly known: readonly string[]
  /** What this engine does not enforce when a column of that type is written, for `validate`; null when it does. */
  fidelity(type: string): string | null
}

export interface CanonicalInput {
  readonly desired: Schema
  readonly actual: Schema
  /** Renames that are about to be carried out: table first, columns by the table's new name. */
  readonly renames: readonly Rename[]
  /** Carried out in `actual` already, but not in the database: objects as they were, with their new names. */
  readonly objectRenames?: readonly ObjectRename[]
  readonly enumRenames?: EnumRenames
  /** `Desired.governed`, where something may be created. */
  readonly governed?: ReadonlySet<string>
  /** What the specs leave alone: it is there before and after. */
  readonly ignored?: readonly ObjectRef[]
  readonly recorded: Recorded | null
}

export interface CanonicalOutput {
  readonly desired: Schema
  /** The actual schema as the engine would spell it after the renames. */
  readonly renamed: Schema
  /** Spec text → canonical text, to be recorded. */
  readonly spellings: Readonly<Record<string, string>>
  /** Expressions the engine rejects, as errors; `about` lets the caller find the spec line. */
  readonly rejected: readonly RejectedExpression[]
}

export interface RejectedExpression {
  readonly table: ObjectName
  readonly kind: 'column' | 'constraint' | 'index' | 'partition' | 'partition_key' | 'object'
  /** Its name within the table; for an object its `refKey`. */
  readonly member: string
  readonly diagnostic: Diagnostic
}

export interface LowerContext {
  /** After the renames, canonical. */
  readonly actual: Schema
  readonly desired: Schema
  readonly serverVersion: string
  /** The whole database as it is, before the renames. */
  readonly found: Schema
  /** `none`: no old application version is at work while contract runs. */
  readonly gate: 'none' | 'manual'
  /** Too large for what reads or writes the whole table under a lock. */
  isLarge(table: ObjectName): boolean
}

export interface Statistics {
  /** By `nameKey`. */
  readonly tables: ReadonlyMap<string, TableStatistics>
}

export interface TableStatistics {
  /** An estimate; null when the engine has none. */
  readonly rows: number | null
  readonly bytes: number
  /** Columns that it has ever had, where those that were dropped keep their places. */
  readonly places?: number
  /** Columns whose sequence has given out half of its numbers, or more. */
  readonly runningOut?: readonly RunningOut[]
}

export interface RunningOut {
  readonly column: string
  /** Of the column. */
  readonly type: string
  /** Of the numbers that both the sequence and the column have room for, rounded down. */
  readonly percent: number
}

export interface Mutex {
  readonly acquired: boolean
  /** Who has it, when it was not acquired. */
  readonly heldBy: string | null
  release(): Promise<void>
}

export interface DatabaseFailure {
  /** SQLSTATE, or SQLite's extended code name. Null: not a database error. */
  readonly code: string | null
  readonly message: string
  readonly detail: string | null
  readonly kind: FailureKind
  /** The engine's own. */
  readonly hint: string | null
  readonly entry: GuideEntry | null
  /** What the engine says it is about, `constraint items_key of public.items` say, and where in a function it happened. */
  readonly about: readonly string[]
}

/** What a failure happened to. */
export interface Circumstances {
  readonly message: string
  /** What the statements of the step lock. */
  readonly relations: readonly ObjectName[]
}

/** What to do about a failure, in a few sentences. */
export function advice({ hint, entry }: DatabaseFailure): string {
  return hint ?? entry?.choices.join(' ') ?? 'See the message of the database.'
}
