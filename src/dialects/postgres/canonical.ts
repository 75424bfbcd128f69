import { nameKey } from '../../model/name.ts'
import { refKey } from '../../model/object-ref.ts'
import type { Schema } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import type { CanonicalInput, CanonicalOutput, RejectedExpression } from '../dialect.ts'
import type { Session } from '../session.ts'
import { comingNames, isTypeLike, withoutComing } from './canonical/coming-names.ts'
import { draftTable, scratchEnums, scratchNames } from './canonical/draft.ts'
import { inheritedRenames, narrowed, widened } from './canonical/families.ts'
import { judge, type Judged, merge } from './canonical/members.ts'
import { spellPartitions } from './canonical/partitions.ts'
import { withCreators } from './canonical/creators.ts'
import { withOwnWords } from './canonical/own-words.ts'
import { withOwnSequences } from './canonical/own-sequences.ts'
import { renameSchema } from './canonical/rename-schema.ts'
import { spellObjects } from './canonical/objects.ts'
import type { Missing } from './canonical/make-missing.ts'
import { missingObjects } from './canonical/missing.ts'
import { openTypes, resolveTypes, typesOf } from './canonical/resolve-types.ts'
import { respell } from './canonical/respell.ts'
import { spellings } from './canonical/same-text.ts'
import { type Refusal, type ScratchEnum, spell } from './canonical/scratch.ts'
import { spellAgain } from './canonical/spell-again.ts'
import { qualify } from './words/quote.ts'

/**
 * DESIGN.md §6: the server spells every expression; we only compare texts. What the actual schema, or the recorded
 * spellings, already say is taken from there, so a plan with nothing to do needs no temporary table.
 */
export async function canonical(session: Session, input: CanonicalInput): Promise<CanonicalOutput> {
  const { recorded } = input
  const declared = typesOf([input.desired, input.actual])
  const actual = widened(input.actual)
  const written = widened(resolveTypes(input.desired, declared))
  const renames = inheritedRenames(input.renames, actual)
  const structural = renameSchema(actual, renames)
  const desired = withOwnSequences(written, structural)
  const isOpen = openTypes(declared)
  const coming = comingNames(input)
  const there = withoutComing(actual.enums, coming)
  const missing = (types: readonly ScratchEnum[], texts: object): Missing =>
    missingObjects(desired, actual, coming.refs, types, texts)
  const { schema: renamed, unsure } = await respell(session, {
    actual,
    there,
    structural,
    desired,
    renames,
    missing: (types) => missing(types, []),
  })

  const texts = spellings(recorded?.spellings ?? {})
  const counterparts = new Map(renamed.tables.map((table) => [nameKey(table.name), table]))
  const judged = desired.tables.map((table) => {
    const counterpart = counterparts.get(nameKey(table.name))
    const sure = unsure.has(nameKey(table.name)) ? undefined : counterpart
    return judge(table, sure, texts, isOpen)
  })

  const known = new Set(coming.refs.map(refKey))
  const present = { ...actual, enums: there, objects: actual.objects.filter((object) => !known.has(refKey(object))) }
  const spellTables = (tables: readonly Judged[]): ReturnType<typeof spellOpen> =>
    spellOpen(session, tables, desired, present, missing)
  const { tables, refusals } = await spellTables(judged)
  const once = judged.map((table) => merge(table, tables.get(nameKey(table.table.name)), texts))
  const merged = {
    ...desired,
    tables: await spellAgain(once, {
      isSpelled: ({ name }) => tables.has(nameKey(name)),
      counterparts,
      texts,
      spell: async (again) => (await spellTables(again)).tables,
    }),
  }
  const types = scratchEnums(desired.enums, there, () => JSON.stringify(merged), scratchNames())
  const keys = merged.tables.map(({ partitionBy, partitionOf }) => [partitionBy, partitionOf])
  const comingForKeys = missing(types, keys)
  const partitioned = await spellPartitions(session, merged, desired, renamed, texts, types, comingForKeys)
  const objects = await spellObjects(session, merged, renamed, texts, {
    renaming: coming.statements,
    missing: missingObjects(
      desired,
      actual,
      coming.refs.filter((ref) => !isTypeLike(ref)),
      [],
      'all functions',
    ),
  })
  const completed = await withCreators(session, objects.objects, desired, actual, input.governed ?? new Set())
  const worded = withOwnWords({ ...partitioned.schema, objects: completed }, desired, renamed, qualify)
  return {
    renamed: narrowed(renamed, input.actual),
    desired: { ...narrowed(worded, input.desired), objects: worded.objects },
    spellings: texts.learned,
    rejected: [...[...refusals, ...partitioned.refusals].map(rejected), ...objects.rejected],
  }
}

async function spellOpen(
  session: Session,
  judged: readonly Judged[],
  desired: Schema,
  actual: Schema,
  missing: (types: readonly ScratchEnum[], texts: object) => Missing,
): Promise<{ tables: ReadonlyMap<string, Table>; refusals: readonly Refusal[] }> {
  const open = judged.filter(({ isOpen: needed }) => needed)
  if (open.length === 0) return { tables: new Map(), refusals: [] }
  const names = scratchNames()
  const types = scratchEnums(desired.enums, actual.enums, () => JSON.stringify(open.map(({ table }) => table)), names)
  const drafted = open.map(({ table, wanted }) => draftTable(table, wanted, types, names))
  const drafts = drafted.map(({ draft }) => draft)
  const spelled = await spell(session, drafts, types, missing(types, drafts))
  return { tables: spelled.tables, refusals: [...drafted.flatMap(({ refusals }) => refusals), ...spelled.refusals] }
}

function rejected({ of, kind, member, error }: Refusal): RejectedExpression {
  return {
    table: of,
    kind,
    member,
    diagnostic: {
      id: 'rejected-expression',
      severity: 'error',
      message: `PostgreSQL rejects ${shown(kind, member, of.name)}: ${error.message}`,
      help: error.hint,
      position: null,
      sqlState: error.code,
    },
  }
}

function shown(kind: Refusal['kind'], member: string, table: string): string {
  if (kind === 'partition') return `partition ${table}`
  return kind === 'partition_key' ? `the partition key of ${table}` : `${kind} ${member} of ${table}`
}
