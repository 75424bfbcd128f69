import { compareText } from '../../src/lib/compare.ts'
import { nameKey } from '../../src/model/name.ts'
import { refKey } from '../../src/model/object-ref.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
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
  const made = withRoutines(withSequences(withTypes(start, seed.types), seed.sequences), seed.routines)
  const tables = [...plainTables(seed, made), ...familyTables(made, seed.families)]
  const { enums, objects } = withAttached(withRelations({ ...made, tables }, seed.relations), seed.attached)
  return {
    ...emptySchema,
    tables: tables.sort((a, b) => compareText(nameKey(a.name), nameKey(b.name))),
    enums,
    objects: [...objects].sort((a, b) => compareText(refKey(a), refKey(b))),
  }
}
