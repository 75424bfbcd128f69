import type { Schema } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import type { CanonicalInput, CanonicalOutput, RejectedExpression } from '../dialect.ts'
import type { Session } from '../session.ts'
import { buildDesired } from './canonical/build-desired.ts'
import { compileObjects } from './canonical/compile-objects.ts'
import { expressionsOf } from './canonical/expressions.ts'
import { renameActual } from './canonical/rename-actual.ts'
import { spellObjects } from './canonical/objects.ts'
import { connect } from './connect.ts'
import { spell } from './ddl/spelling.ts'
import { readCatalog } from './introspect.ts'

/**
 * SQLite keeps text as it was written, so both sides are spelled by the same rule (ddl/spelling.ts). What the engine is
 * asked for is its judgement: the desired tables are built in a database in memory of the same library and introspected like
 * any other; what it refuses is reported. Renames are carried out on a copy of the actual schema the same way.
 */
export async function canonical(session: Session, input: CanonicalInput): Promise<CanonicalOutput> {
  const renamed = input.renames.length === 0 ? input.actual : await renameActual(session, input)
  const objects = spellObjects(input.desired.objects, renamed.objects)
  const { tables, rejected } = await judge(session, { ...input.desired, objects }, renamed)
  const refused = new Set(rejected.map(({ table, member }) => `${table.name}\u0000${member}`))
  return {
    desired: { ...input.desired, tables, objects },
    renamed,
    spellings: Object.fromEntries(
      input.desired.tables.flatMap((table) =>
        expressionsOf(table)
          .filter(({ member }) => !refused.has(`${table.name.name}\u0000${member}`))
          .map(({ text }) => [text, spell(text)]),
      ),
    ),
    rejected,
  }
}

async function judge(session: Session, desired: Schema, actual: Schema): Promise<Judgement> {
  const memory = await connect('sqlite::memory:')
  try {
    const { tables, standing, rejected } = await buildDesired(memory, desired, actual)
    // Among tables that are not as desired nothing else can be judged.
    const isWhole = rejected.every(({ diagnostic }) => diagnostic.severity !== 'error')
    if (!isWhole || desired.objects.length === 0) return { tables, rejected }
    const world = { memory, session, desired: { ...desired, tables }, standing, actual }
    return { tables, rejected: [...rejected, ...(await compileObjects(world, await readCatalog(session)))] }
  } finally {
    await memory.close()
  }
}

interface Judgement {
  readonly tables: readonly Table[]
  readonly rejected: readonly RejectedExpression[]
}
