import fc from 'fast-check'
import type { Schema } from '../../src/model/schema.ts'
import { buildSchema } from './build-schema.ts'
import { small } from './draw/choice.ts'
import { accessSeeds } from './draw/access.ts'
import { defaultPrivilegesSeeds } from './draw/default-privileges.ts'
import { extensionSeeds } from './draw/extensions.ts'
import { schemaSeeds } from './draw/schemas.ts'
import { statementTriggerSeeds } from './draw/statement-triggers.ts'
import { familySeeds } from './draw/families.ts'
import { attachedSeeds } from './draw/on-tables.ts'
import { relationSeeds } from './draw/relations.ts'
import { routineSeeds } from './draw/routines.ts'
import { sequenceSeeds } from './draw/sequences.ts'
import { typeSeeds } from './draw/made-types.ts'
import type { Engine } from './draw/world.ts'
import { columnNames, type SchemaSeed, tableNames, type TableSeed } from './seed.ts'

function tableSeed(): fc.Arbitrary<TableSeed> {
  const column = fc.record({ type: small, nullable: small, default: small, comment: small, physical: small })
  const columns = Object.fromEntries(columnNames.map((name) => [name, fc.option(column, { nil: null, freq: 3 })]))
  return fc.record({
    columns: fc.record(columns),
    place: small,
    key: small,
    identity: small,
    storage: small,
    physical: small,
    comment: small,
    uniques: fc.array(fc.record({ column: small, second: small, nullsNotDistinct: small }), { maxLength: 2 }),
    checks: fc.array(fc.record({ column: small, form: small }), { maxLength: 2 }),
    foreignKeys: fc.array(fc.record({ column: small, target: small, action: small, deferrable: small }), {
      maxLength: 2,
    }),
    indexes: fc.array(fc.record({ column: small, second: small, form: small, order: small, comment: small }), {
      maxLength: 3,
    }),
  })
}

function schemaSeed(): fc.Arbitrary<SchemaSeed> {
  const tables = Object.fromEntries(tableNames.map((name) => [name, fc.option(tableSeed(), { nil: null, freq: 4 })]))
  return fc.record({
    tables: fc.record(tables),
    enums: fc.option(fc.nat(7), { nil: null }),
    types: typeSeeds(),
    sequences: sequenceSeeds(),
    routines: routineSeeds(),
    families: familySeeds(),
    relations: relationSeeds(),
    attached: attachedSeeds(),
    statementTriggers: statementTriggerSeeds(),
    extensions: extensionSeeds(),
    schemas: schemaSeeds(),
    access: accessSeeds(),
    defaultPrivileges: defaultPrivilegesSeeds(),
  })
}

/** A schema that the engine would accept. */
export function anySchema(engine: Engine): fc.Arbitrary<Schema> {
  return schemaSeed().map((seed) => buildSchema(seed, engine))
}

/** Two schemas: unrelated, or one a step or a small step from the other, as releases usually are. */
export function anyPair(engine: Engine): fc.Arbitrary<readonly [Schema, Schema]> {
  const unrelated = fc.tuple(schemaSeed(), schemaSeed())
  return fc
    .oneof(unrelated, near(4), near(16))
    .map(([before, after]) => [buildSchema(before, engine), buildSchema(after, engine)] as const)
}

/** The second is the first but for one part in so many. */
function near(parts: number): fc.Arbitrary<readonly [SchemaSeed, SchemaSeed]> {
  return fc
    .tuple(schemaSeed(), schemaSeed(), fc.infiniteStream(fc.nat(parts - 1)))
    .map(([one, other, choices]) => [one, mixed(one, other, choices)] as const)
}

/** `one` with the parts that are chosen taken from `other`. */
function mixed<T>(one: T, other: T, choices: Iterator<number>): T {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return choices.next().value === 0 ? other : one
  }
  if (Array.isArray(one)) return choices.next().value === 0 ? other : one
  const entries = Object.entries(one).map(([key, value]) => [key, mixed(value, Reflect.get(other, key), choices)])
  return Object.fromEntries(entries)
}
