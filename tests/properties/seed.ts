import type { AccessSeeds } from './draw/access.ts'
import type { DefaultPrivilegesSeeds } from './draw/default-privileges.ts'
import type { ExtensionSeeds } from './draw/extensions.ts'
import type { AttachedSeeds } from './draw/on-tables.ts'
import type { FamilySeeds } from './draw/families.ts'
import type { RelationSeeds } from './draw/relations.ts'
import type { RoutineSeeds } from './draw/routines.ts'
import type { SchemaSeeds } from './draw/schemas.ts'
import type { StatementTriggerSeeds } from './draw/statement-triggers.ts'
import type { SequenceSeeds } from './draw/sequences.ts'
import type { TypeSeeds } from './draw/made-types.ts'

/** Choices as plain numbers, from which a schema is built: they shrink well, and every combination makes a valid one. */
export interface SchemaSeed {
  readonly tables: Readonly<Record<string, TableSeed | null>>
  readonly enums: number | null
  readonly types: TypeSeeds
  readonly sequences: SequenceSeeds
  readonly routines: RoutineSeeds
  readonly families: FamilySeeds
  readonly relations: RelationSeeds
  readonly attached: AttachedSeeds
  readonly statementTriggers: StatementTriggerSeeds
  readonly extensions: ExtensionSeeds
  readonly schemas: SchemaSeeds
  readonly access: AccessSeeds
  readonly defaultPrivileges: DefaultPrivilegesSeeds
}

export interface TableSeed {
  readonly place: number
  readonly columns: Readonly<Record<string, ColumnSeed | null>>
  readonly key: number
  readonly identity: number
  readonly storage: number
  readonly physical: number
  readonly comment: number
  readonly uniques: readonly { readonly column: number; readonly second: number; readonly nullsNotDistinct: number }[]
  readonly checks: readonly { readonly column: number; readonly form: number }[]
  readonly foreignKeys: readonly {
    readonly column: number
    readonly target: number
    readonly action: number
    readonly deferrable: number
  }[]
  readonly indexes: readonly {
    readonly column: number
    readonly second: number
    readonly form: number
    readonly order: number
    readonly comment: number
  }[]
}

export interface ColumnSeed {
  readonly type: number
  readonly nullable: number
  readonly default: number
  readonly physical: number
  readonly comment: number
}

export const tableNames = ['customers', 'orders', 'Odd "name" жук', 'tiers'] as const

/** What a column is for decides which types it may have, and which rules it may be part of. */
export const columnNames = [
  'amount',
  'label',
  'code',
  'flag',
  'at',
  'ref',
  'parent',
  'mood',
  'twice',
  'moods',
  'score',
  'tag',
  'spot',
  'spots',
  'span',
  'ticket',
  'nick',
] as const
