import { reachOf } from '../apply/reach.ts'
import { underOldNames } from '../dialects/under-old-names.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { diff } from '../diff/diff.ts'
import { probableRenames } from '../diff/probable-renames.ts'
import {
  calledBefore,
  matchObjectRenames,
  onRenamedTables,
  probableObjectRenames,
  withObjectRenames,
} from '../diff/object-renames.ts'
import { matchEnumRenames, probableEnumRenames, probableLabelRenames, withEnumRenames } from '../diff/enum-renames.ts'
import { matchMoves, withMoves } from '../diff/moves.ts'
import { matchRenames } from '../diff/renames.ts'
import { managedBefore, matchSchemaRenames, schemaNames } from '../diff/schema-renames.ts'
import { withUndeclared } from '../diff/access.ts'
import { onStayingSequences } from '../diff/access-follows.ts'
import { ignoredObjects, withIgnored } from '../diff/ignored.ts'
import { scopeOf, withForeignPartitions } from '../diff/scope.ts'
import { sharedWith } from '../diff/shared.ts'
import { handOverSequences } from '../diff/sequence-owners.ts'
import { openJournal } from '../journal/journal.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { Desired } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { inNewSchemas } from '../model/schema-rename.ts'
import type { Schema } from '../model/schema.ts'
import type { Plan } from '../model/plan.ts'
import type { Target } from '../model/target.ts'
import { loweredChanges, type PlanInput, planChanges } from '../plan/plan.ts'
import { assumedRates, measuredRates } from '../plan/rates.ts'
import { asideInTheWay } from './aside-in-the-way.ts'
import { withClaimedRows } from './claimed-rows.ts'
import { type DataFinding, questionData } from './data-questions.ts'
import {
  beyondServer,
  neededByOthers,
  partitionedByReplaced,
  referencedByOthers,
  takenByUnmodeled,
  unmodeledInTheWay,
} from './in-the-way.ts'
import { inDatabaseCase } from './in-database-case.ts'
import { located } from './located.ts'
import { malformedBackfills } from './malformed-backfills.ts'
import { withMissingSchemas, withNeededSchemas } from './needed-schemas.ts'
import { leftOnPartition } from './partitioned-in-place.ts'
import { partsInTheWay } from './parts-in-the-way.ts'
import { hasErrors, type Refusal, refusal } from './refusal.ts'
import { underNewNames } from './under-new-names.ts'
import { refuseUnfinished } from './unfinished.ts'

export interface Prepared {
  readonly kind: 'planned'
  readonly plan: Plan
  /** Warnings and notes that do not stand in the way. */
  readonly diagnostics: readonly Diagnostic[]
  /** What the data says about the plan's prechecks. Any finding refuses the apply. */
  readonly findings: readonly DataFinding[]
  /** What a run would meet now. */
  readonly obstacles: readonly Obstacle[]
}

/**
 * Reads the database and computes the plan; changes nothing. Throws `refused` while an earlier run is unfinished, and
 * what the session throws.
 */
export async function prepare(
  session: Session,
  dialect: Dialect,
  target: Target,
  specs: Desired,
): Promise<Prepared | Refusal> {
  const journal = await openJournal(session)
  await refuseUnfinished(journal)
  const last = await journal.recorded()
  const there = await dialect.introspect(session)
  const desired = inDatabaseCase(specs, there, dialect)
  const schemaHints = matchSchemaRenames(desired, there)
  if (hasErrors(schemaHints.diagnostics)) return refusal('undecided', schemaHints.diagnostics)
  const renaming = schemaHints.renames.flatMap(({ before, to }) => dialect.words.objects.rename(before, to.name))
  // Everything from here on is read, spelled and asked as it will be called.
  const seen = underNewNames(
    session,
    renaming.map(({ sql }) => sql),
  )
  const schemas = schemaNames(schemaHints.renames)
  const recorded = inNewSchemas(last, schemas)
  const found = schemas.length === 0 ? there : await dialect.introspect(seen)
  const hints = matchRenames(desired, found)
  const enumHints = matchEnumRenames(desired, found)
  const { qualify } = dialect.words
  const moved = (schema: Schema): Schema => withEnumRenames(onRenamedTables(schema, hints.renames), enumHints, qualify)
  const objectHints = matchObjectRenames(desired, moved(found), qualify)
  const unmatched = [...hints.diagnostics, ...enumHints.diagnostics, ...objectHints.diagnostics]
  if (hasErrors(unmatched)) return refusal('undecided', unmatched)
  const { managed, unmanaged } = scopeOf(
    found,
    desired,
    recorded,
    calledBefore(desired.schema.objects, enumHints, objectHints.renames, qualify),
  )
  const named = withObjectRenames(moved(managed), objectHints.renames, qualify)
  const canonical = await dialect.canonical(seen, {
    desired: withNeededSchemas(desired.schema, found, dialect.defaultSchema),
    actual: named,
    renames: hints.renames,
    ignored: ignoredObjects(desired.schema, named, desired.ignore),
    objectRenames: objectHints.renames,
    enumRenames: enumHints,
    governed: desired.governed,
    recorded,
  })
  const rejected = located(canonical, desired)
  if (hasErrors(rejected)) return refusal('invalid_spec', rejected)
  const renamed = onStayingSequences(canonical.renamed, canonical.desired)
  const complete = withForeignPartitions(
    withIgnored(canonical.desired, renamed, desired.ignore),
    renamed,
    unmanaged,
    desired.ignore,
  )
  const wanted = withUndeclared(sharedWith(complete, renamed), renamed, {
    governed: desired.governed,
    recorded: recorded?.schema ?? null,
  })
  const handed = handOverSequences(renamed, wanted, dialect.words.sequences.next)
  const { changes: differences, refused } = diff(
    handed.actual,
    handed.desired,
    desired.backfills,
    recorded,
    hints.partitioned,
  )
  const malformed = await malformedBackfills(seen, dialect, differences, handed.actual, desired)
  if (malformed.length > 0) return refusal('invalid_spec', malformed)
  const moving = matchMoves(desired, handed.actual, handed.desired)
  const others = withMissingSchemas(withMoves(differences, moving), handed.desired, found)
  const all = [...handed.changes, ...others]
  const { changes, unknown } = await withClaimedRows(seen, dialect, all, handed.actual, hints.renames)
  const undecided = [
    ...refused,
    ...moving.diagnostics,
    ...unknown,
    ...beyondServer(changes, dialect.facts(session.serverVersion), session.serverVersion),
    ...probableRenames(changes, desired),
    ...probableObjectRenames(changes, desired),
    ...probableEnumRenames(changes, desired),
    ...probableLabelRenames(renamed, desired),
  ]
  if (hasErrors(undecided)) return refusal('undecided', undecided)
  const input: PlanInput = {
    dialect,
    serverVersion: session.serverVersion,
    targetName: target.name,
    gate: target.gate,
    found: there,
    actual: managedBefore(there, managed, schemas),
    named,
    renamed: handed.actual,
    desired: handed.wanted,
    specs: desired,
    renames: hints.renames,
    objectRenames: [...schemaHints.renames, ...objectHints.renames],
    enumRenames: enumHints,
    changes,
    statistics: changes.length === 0 ? { tables: new Map() } : await dialect.statistics(seen),
    rates: changes.length === 0 ? assumedRates : measuredRates(await journal.finishedSteps()),
    smallTableBytes: target.smallTableBytes,
    unmanaged,
    spellings: canonical.spellings,
  }
  const plan = planChanges(input)
  const lowered = changes.length === 0 ? [] : loweredChanges(input)
  const destroyed = [
    ...unmodeledInTheWay(plan),
    ...takenByUnmodeled(changes, found),
    ...referencedByOthers(changes, found, unmanaged),
    ...neededByOthers(lowered, found, unmanaged, dialect.words),
    ...leftOnPartition(lowered, found, unmanaged, dialect.facts(session.serverVersion)),
    ...partitionedByReplaced(lowered, renamed, dialect.words),
    ...partsInTheWay(changes, handed.actual, handed.desired),
    ...asideInTheWay(changes, handed.actual, changes.length === 0 ? [] : await journal.quarantined(), dialect.words),
  ]
  if (destroyed.length > 0) return refusal('undecided', destroyed)
  const findings = await questionData(seen, dialect, plan, underOldNames(hints.renames, renamed, dialect.words))
  const reach = { ...reachOf(plan.steps, target.lockBudgetMs), begins: false }
  const obstacles = plan.steps.length === 0 ? [] : await dialect.obstacles(session, reach)
  return { kind: 'planned', plan, diagnostics: [...rejected, ...undecided], findings, obstacles }
}
