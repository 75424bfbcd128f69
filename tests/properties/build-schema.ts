import { compareText } from '../../src/lib/compare.ts'
import { nameKey } from '../../src/model/name.ts'
import { refKey } from '../../src/model/object-ref.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
import { withAccess } from './draw/access.ts'
import { withDefaultPrivileges } from './draw/default-privileges.ts'
import { withExtensions } from './draw/extensions.ts'
import { withSchemas } from './draw/schemas.ts'
import { withStatementTriggers } from './draw/statement-triggers.ts'
import { drawnEnums } from './draw/enums.ts'
import { familyTables } from './draw/families.ts'
import { withAttached } from './draw/on-tables.ts'
import { withRelations } from './draw/relations.ts'
import { withRoutines } from './draw/routines.ts'
import { withSequences } from './draw/sequences.ts'
import { plainTables } from './draw/tables.ts'
import { withTypes } from './draw/made-types.ts'
import type { Engine, World } from './draw/world.ts'
import type { SchemaSeed } from './seed.ts'

/** Builds the schema that a seed stands for: each kind from what has been built before it, so that everything fits. */
export function buildSchema(seed: SchemaSeed, engine: Engine): Schema {
  const start: World = { engine, tables: [], enums: drawnEnums(seed, engine), objects: [] }
  const outer = withExtensions(withSchemas(start, seed.schemas), seed.extensions)
  const made = withRoutines(withSequences(withTypes(outer, seed.types), seed.sequences), seed.routines)
  const tables = [...plainTables(seed, made), ...familyTables(made, seed.families)]
  const related = withAttached(withRelations({ ...made, tables }, seed.relations), seed.attached)
  const whole = withAccess(withStatementTriggers(related, seed.statementTriggers), seed.access)
  const { enums, objects } = withDefaultPrivileges(whole, seed.defaultPrivileges)
  return {
    ...emptySchema,
    tables: tables.sort((a, b) => compareText(nameKey(a.name), nameKey(b.name))),
    enums,
    objects: [...objects].sort((a, b) => compareText(refKey(a), refKey(b))),
  }
}
