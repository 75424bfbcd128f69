import type { CanonicalInput, CanonicalOutput } from '../dialect.ts'
import type { Session } from '../session.ts'
import { buildDesired } from './canonical/build-desired.ts'
import { expressionsOf } from './canonical/expressions.ts'
import { renameActual } from './canonical/rename-actual.ts'
import { spellViews } from './canonical/views.ts'
import { spell } from './ddl/spelling.ts'

/**
 * SQLite keeps text as it was written, so both sides are spelled by the same rule (ddl/spelling.ts). What the engine is
 * asked for is its judgement: the desired tables are built in a database in memory of the same library and introspected like
 * any other; what it refuses is reported. Renames are carried out on a copy of the actual schema the same way.
 */
export async function canonical(session: Session, input: CanonicalInput): Promise<CanonicalOutput> {
  const renamed = input.renames.length === 0 ? input.actual : await renameActual(session, input)
  const { tables, rejected } = await buildDesired(input.desired, renamed)
  const views = await spellViews(input.desired.objects, renamed.objects)
  const refused = new Set(rejected.map(({ table, member }) => `${table.name}\u0000${member}`))
  return {
    desired: { ...input.desired, tables, objects: views.objects },
    renamed,
    spellings: Object.fromEntries(
      input.desired.tables.flatMap((table) =>
        expressionsOf(table)
          .filter(({ member }) => !refused.has(`${table.name.name}\u0000${member}`))
          .map(({ text }) => [text, spell(text)]),
      ),
    ),
    rejected: [...rejected, ...views.rejected],
  }
}
