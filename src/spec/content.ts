import type { AccessSpec, DefaultPrivilegesSpec, PolicySpec, RowSecuritySpec } from './access-content.ts'
import type { EnumSpec } from './enum-content.ts'
import type { AggregateSpec, FunctionSpec, RoutineSpec, TriggerSpec } from './program-content.ts'
import type { DeferrableSpec, NotNullSpec, OptionalExpression, PerEngine, Scalar } from './value-content.ts'
import type {
  CollationSpec,
  CompositeTypeSpec,
  DomainSpec,
  ExtensionSpec,
  NamedSchemaSpec,
  RangeTypeSpec,
  SequenceSpec,
} from './content-types.ts'

/** What a spec file says, once it has passed spec.schema.json. Keys are those of the YAML. */
export interface SpecContent {
  readonly tables?: Readonly<Record<string, TableSpec>>
  readonly enums?: Readonly<Record<string, EnumSpec>>
  readonly schemas?: readonly string[] | Readonly<Record<string, NamedSchemaSpec | null>>
  readonly extensions?: readonly string[] | Readonly<Record<string, ExtensionSpec | null>>
  readonly collations?: Readonly<Record<string, CollationSpec>>
  readonly domains?: Readonly<Record<string, string | DomainSpec>>
  readonly composite_types?: Readonly<Record<string, CompositeTypeSpec>>
  readonly range_types?: Readonly<Record<string, string | RangeTypeSpec>>
  readonly sequences?: Readonly<Record<string, SequenceSpec | null>>
  readonly views?: Readonly<Record<string, OptionalWord | ViewSpec>>
  readonly materialized_views?: Readonly<Record<string, string | MaterializedViewSpec>>
  readonly functions?: Readonly<Record<string, FunctionSpec | readonly FunctionSpec[]>>
  readonly procedures?: Readonly<Record<string, RoutineSpec | readonly RoutineSpec[]>>
  readonly aggregates?: Readonly<Record<string, AggregateSpec | readonly AggregateSpec[]>>
  readonly default_privileges?: Readonly<Record<string, DefaultPrivilegesSpec>>
}

export interface TableSpec extends AccessSpec {
  readonly comment?: string
  readonly renamed_from?: RenamedFromSpec
  readonly columns: Readonly<Record<string, string | ColumnSpec>>
  readonly primary_key?: readonly string[] | PrimaryKeySpec
  readonly unique?: readonly (readonly string[])[] | Readonly<Record<string, readonly string[] | UniqueSpec>>
  readonly checks?: Readonly<Record<string, string | number | boolean | CheckSpec>>
  readonly exclusions?: Readonly<Record<string, ExclusionSpec>>
  readonly foreign_keys?: Readonly<Record<string, ForeignKeySpec>>
  readonly indexes?: Readonly<Record<string, readonly (string | IndexKeySpec)[] | IndexSpec>>
  readonly backfills?: Readonly<Record<string, BackfillSpec>>
  readonly triggers?: Readonly<Record<string, TriggerSpec>>
  readonly ignore?: readonly string[]
  readonly unlogged?: boolean
  readonly access_method?: string
  readonly options?: OptionsSpec
  readonly replica_identity?: 'default' | 'full' | 'nothing' | { readonly index: string }
  readonly cluster?: string
  readonly row_security?: boolean | 'forced' | RowSecuritySpec
  readonly policies?: Readonly<Record<string, PolicySpec>>
  readonly statistics?: Readonly<Record<string, readonly string[] | StatisticsSpec>>
  readonly partition_by?: PartitionBySpec
  readonly partitions?: Readonly<Record<string, 'default' | PartitionSpec>>
  readonly inherits?: readonly string[]
  readonly strict?: boolean
  readonly without_rowid?: boolean
}

/** One of the three. */
export interface PartitionBySpec {
  readonly range?: readonly (string | PartitionKeySpec)[]
  readonly list?: readonly (string | PartitionKeySpec)[]
  readonly hash?: readonly (string | PartitionKeySpec)[]
}

export interface PartitionKeySpec {
  readonly column?: string
  readonly expression?: Expression
  readonly collation?: string
  readonly opclass?: string
}

/** A table without its columns, which are those of what it is a partition of; `columns` has those that differ. */
export interface PartitionSpec
  extends Pick<
    TableSpec,
    | 'comment'
    | 'owner'
    | 'grants'
    | 'renamed_from'
    | 'primary_key'
    | 'unique'
    | 'checks'
    | 'foreign_keys'
    | 'indexes'
    | 'unlogged'
    | 'access_method'
    | 'options'
    | 'replica_identity'
    | 'cluster'
    | 'exclusions'
    | 'row_security'
    | 'policies'
    | 'statistics'
    | 'triggers'
    | 'partition_by'
    | 'partitions'
  > {
  readonly columns?: TableSpec['columns']
  readonly from?: readonly PartitionValue[]
  readonly to?: readonly PartitionValue[]
  readonly in?: readonly PartitionValue[]
  readonly modulus?: number
  readonly remainder?: number
  readonly default?: boolean
}

export type PartitionValue = Scalar | null | { readonly expression: Expression }

export interface ColumnSpec {
  readonly type: TypeWord
  readonly not_null?: boolean | NotNullSpec
  readonly default?: OptionalExpression
  readonly identity?: 'always' | 'by_default' | IdentitySpec
  readonly sequence?: OwnedSequenceSpec
  readonly generated?: Expression
  readonly stored?: boolean
  readonly collation?: OptionalWord
  readonly storage?: 'plain' | 'external' | 'extended' | 'main'
  readonly compression?: 'pglz' | 'lz4'
  readonly statistics?: number
  readonly options?: OptionsSpec
  readonly comment?: string
  readonly unique?: boolean
  readonly references?: string
  readonly on_delete?: ActionSpec
  readonly on_update?: ActionSpec
  readonly deferrable?: DeferrableSpec
  readonly renamed_from?: RenamedFromSpec
  readonly moved_from?: MovedFromSpec
}

/** `table.column`; `match`: own column, and the one of the other table that it equals. */
export type MovedFromSpec =
  | string
  | { readonly column: string; readonly match?: Readonly<Record<string, string>>; readonly online?: boolean }

/** Of tables and columns. Null: it is new. */
export type RenamedFromSpec = string | { readonly name: string; readonly online?: boolean } | null

/** A whole number; as text where a parser would round it. */
type WholeNumber = number | string

export interface OwnedSequenceSpec extends Pick<AccessSpec, 'grants'> {
  readonly name?: string
  readonly type?: 'smallint' | 'integer' | 'bigint'
  readonly start?: WholeNumber
  readonly increment?: WholeNumber
  readonly min?: WholeNumber
  readonly max?: WholeNumber
  readonly cache?: WholeNumber
  readonly cycle?: boolean
  readonly comment?: string
}

export interface IdentitySpec extends Omit<OwnedSequenceSpec, 'type'> {
  readonly generation: 'always' | 'by_default'
}

/** What a primary key and a unique constraint may both say. */
export interface KeySpec {
  readonly columns: readonly string[]
  readonly include?: readonly string[]
  readonly options?: OptionsSpec
  readonly deferrable?: DeferrableSpec
  readonly without_overlaps?: boolean
  readonly comment?: string
}

export interface PrimaryKeySpec extends KeySpec {
  readonly name?: string
}

export interface UniqueSpec extends KeySpec {
  readonly nulls_not_distinct?: boolean
}

/** Either `expression` and more, or the condition for each engine. */
export interface CheckSpec extends PerEngine<string | number | boolean | null> {
  readonly expression?: OptionalExpression
  readonly validated?: boolean
  readonly enforced?: boolean
  readonly no_inherit?: boolean
  readonly comment?: string
}

export interface ExclusionSpec {
  readonly using?: string
  readonly elements: readonly ExclusionElementSpec[]
  readonly include?: readonly string[]
  readonly options?: OptionsSpec
  readonly where?: OptionalExpression
  readonly deferrable?: DeferrableSpec
  readonly comment?: string
}

export interface ExclusionElementSpec extends IndexKeySpec {
  readonly with: string
}

export interface ForeignKeySpec {
  readonly columns: readonly string[]
  readonly references: string | { readonly table: string; readonly columns?: readonly string[] }
  readonly match?: 'simple' | 'full'
  readonly period?: boolean
  readonly on_delete?: ActionSpec
  readonly on_delete_columns?: readonly string[]
  readonly on_update?: ActionSpec
  readonly deferrable?: DeferrableSpec
  readonly validated?: boolean
  readonly enforced?: boolean
  readonly comment?: string
}

export interface IndexSpec {
  readonly columns: readonly (string | IndexKeySpec)[]
  readonly unique?: boolean
  readonly where?: OptionalExpression
  readonly include?: readonly string[]
  readonly method?: string
  readonly nulls_not_distinct?: boolean
  readonly options?: OptionsSpec
  readonly comment?: string
}

export interface IndexKeySpec {
  readonly column?: string
  readonly expression?: OptionalExpression
  readonly order?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
  readonly collation?: OptionalWord
  readonly opclass?: string
}

export interface BackfillSpec {
  readonly set: Readonly<Record<string, Expression>>
  readonly where: Expression
  readonly batch?: { readonly rows?: number; readonly target?: string }
}

export interface StatisticsSpec extends Pick<AccessSpec, 'owner'> {
  readonly renamed_from?: string | null
  readonly columns?: readonly string[]
  readonly expressions?: readonly string[]
  readonly kinds?: readonly ('ndistinct' | 'dependencies' | 'mcv')[]
  readonly target?: number
  readonly comment?: string
}

export interface ViewSpec extends AccessSpec {
  readonly renamed_from?: string | null
  /** Whether it was written in line or in a file. */
  readonly query: OptionalWord
  readonly columns?: readonly string[]
  readonly triggers?: Readonly<Record<string, TriggerSpec>>
  readonly comment?: string
  readonly column_defaults?: Readonly<Record<string, string | number | boolean>>
  readonly column_comments?: Readonly<Record<string, string>>
  readonly security_barrier?: boolean
  readonly security_invoker?: boolean
  readonly check_option?: 'local' | 'cascaded'
}

export interface MaterializedViewSpec extends AccessSpec {
  readonly renamed_from?: string | null
  readonly query: string
  readonly comment?: string
  readonly column_comments?: Readonly<Record<string, string>>
  readonly options?: Readonly<Record<string, string | number | boolean>>
  readonly indexes?: TableSpec['indexes']
}

/** Storage parameters, as the engine names them. */
export type OptionsSpec = Readonly<Record<string, Scalar>>

type ActionSpec = 'no_action' | 'restrict' | 'cascade' | 'set_null' | 'set_default'

export type Expression = Scalar | PerEngine<Scalar>
export type Word = string | PerEngine<string>
/** SQLite columns may be declared without a type. */
export type TypeWord = string | { readonly postgres?: string; readonly sqlite?: string | null }
export type OptionalWord = string | PerEngine<string | null>
