import type { Settled } from '../apply/context.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { withDeclared } from '../diff/access.ts'
import { withoutAside } from '../diff/aside.ts'
import { diff } from '../diff/diff.ts'
import { openJournal } from '../journal/journal.ts'
import type { Change } from '../model/change.ts'
import { nameKey } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import type { Run } from '../model/run.ts'
import type { Schema } from '../model/schema.ts'
import { operationFor } from '../operations/registry.ts'

/** Promise 1: what the database holds after the last step, against what the plan said it would. */
export function settleForward(dialect: Dialect): (session: Session, run: Run) => Promise<Settled> {
  return async (session, { plan }) => {
    const schema = ours(await dialect.introspect(session), plan)
    const { spellings, backfills } = plan
    // What could not be spelled before the run can be now.
    const canonical = await dialect.canonical(session, {
      desired: plan.schema,
      actual: schema,
      renames: [],
      recorded: { schema, backfills, spellings },
    })
    const { changes, refused } = diff(canonical.renamed, canonical.desired)
    return {
      recorded: {
        schema: withDeclared(managed(schema, plan), plan.schema),
        backfills,
        spellings: { ...spellings, ...canonical.spellings },
      },
      residue: [
        ...changes.map((change) => operationFor(change).describe(change)),
        ...refused.map(({ message }) => message),
      ],
    }
  }
}

/** Partitions that somebody else has made were only looked at. */
function managed(schema: Schema, { unmanaged }: Plan): Schema {
  const others = new Set(unmanaged.flatMap(({ kind, name }) => (kind === 'table' ? [nameKey(name)] : [])))
  return { ...schema, tables: schema.tables.filter(({ name }) => !others.has(nameKey(name))) }
}

/**
 * Promise 2: the schema is what it was before the run. Enum labels are the one thing that stays (R23), which the plan
 * has said.
 */
export function settleBack(dialect: Dialect): (session: Session, run: Run) => Promise<Settled> {
  return async (session, { id, plan }) => {
    const schema = ours(await dialect.introspect(session), plan)
    const before = ours(plan.before, plan)
    const changes = await differing(dialect, session, withoutLeft(schema, before), before)
    const journal = await openJournal(session)
    return {
      recorded: await journal.recordedBefore(id),
      residue: changes.map((change) => operationFor(change).describe(change)),
    }
  }
}

/**
 * What the server has printed is not always what it prints of it once it has read it again, such as
 * `(array['a'::varchar])::text[]`: whatever looks different is spelled once more.
 */
async function differing(
  dialect: Dialect,
  session: Session,
  schema: Schema,
  before: Schema,
): Promise<readonly Change[]> {
  const { changes } = diff(schema, before)
  if (changes.length === 0) return changes
  const spelled = await dialect.canonical(session, { desired: before, actual: schema, renames: [], recorded: null })
  return diff(spelled.renamed, spelled.desired).changes
}

function withoutLeft(schema: Schema, before: Schema): Schema {
  const had = new Map(before.enums.map(({ name, labels }) => [nameKey(name), labels]))
  const kept = new Set(before.objects.map(refKey))
  return {
    ...schema,
    // One that came with the plan stays while something is in it.
    objects: schema.objects.filter((object) => object.kind !== 'schema' || kept.has(refKey(object))),
    enums: schema.enums.map((type) => {
      const labels = had.get(nameKey(type.name))
      return labels === undefined ? type : { ...type, labels: type.labels.filter((label) => labels.includes(label)) }
    }),
  }
}

/** The tables, enums and objects this plan speaks of, by their names before or after it, without what was ever put aside. */
function ours(found: Schema, plan: Plan): Schema {
  const tables = new Set([...plan.before.tables, ...plan.schema.tables].map(({ name }) => nameKey(name)))
  const enums = new Set([...plan.before.enums, ...plan.schema.enums].map(({ name }) => nameKey(name)))
  const objects = new Set([...plan.before.objects, ...plan.schema.objects].map(refKey))
  const labels = new Set([...plan.before.enums, ...plan.schema.enums].flatMap((type) => type.labels))
  const kept = withoutAside(found)
  return {
    ...kept,
    quarantined: found.quarantined,
    tables: kept.tables.filter(({ name }) => tables.has(nameKey(name))),
    objects: kept.objects.filter((object) => objects.has(refKey(object))),
    enums: kept.enums
      .filter(({ name }) => enums.has(nameKey(name)))
      .map((type) => ({ ...type, labels: type.labels.filter((label) => labels.has(label)) })),
  }
}
