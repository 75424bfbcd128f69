import { nameKey } from '../../../model/name.ts'
import type { EnumType, Schema } from '../../../model/schema.ts'
import { columnOf, type Table } from '../../../model/table.ts'
import type { TableIndex } from '../../../model/table-index.ts'
import type { Rename } from '../../../model/rename.ts'
import type { Session } from '../../session.ts'
import { conversion, explicitCast } from '../words/conversion.ts'
import { collate, quote } from '../words/quote.ts'
import { draftTable, type Names, scratchEnums, scratchExclusion, scratchIndex, scratchNames } from './draft.ts'
import type { Missing } from './make-missing.ts'
import { columnRenames } from './rename-schema.ts'
import { alter, type Draft, type Piece, type ScratchEnum, spell } from './scratch.ts'

export interface Respelled {
  readonly schema: Schema
  /** Tables whose texts could not be brought to what they will be: nothing there may be taken as it stands. */
  readonly unsure: ReadonlySet<string>
}

interface Respelling {
  readonly actual: Schema
  /** Its enums that the database has by these names and labels. */
  readonly there: readonly EnumType[]
  /** It has the renames in everything but expressions. */
  readonly structural: Schema
  readonly desired: Schema
  readonly renames: readonly Rename[]
  readonly missing: (types: readonly ScratchEnum[]) => Missing
}

/**
 * The expressions of the actual tables as the server will write them once columns are renamed and change their type
 * (which respells `points > 0` into `points > (0)::numeric`): built with their actual definition, altered, read back.
 * Tables that nothing happens to are not touched.
 */
export async function respell(
  session: Session,
  { actual, there, structural, desired, renames, missing }: Respelling,
): Promise<Respelled> {
  const names = scratchNames()
  const texts = (): string => JSON.stringify(actual)
  const now = scratchEnums(actual.enums, there, texts, names, 'rq_n_')
  const types = scratchEnums(desired.enums, there, texts, names)
  const wanted = new Map(desired.tables.map((table) => [nameKey(table.name), table]))
  const drafts = actual.tables.flatMap((before, position): Draft[] => {
    const after = structural.tables[position]
    if (after === undefined || !hasExpressions(before)) return []
    const target = wanted.get(nameKey(after.name))
    const renamed = columnRenames(after.name, renames)
    const changes = [
      ...renamed.map((rename) => ({
        member: rename.to,
        clause: `rename column ${quote(rename.from)} to ${quote(rename.to)}`,
      })),
      ...(target === undefined ? [] : retypings(after, target, types)),
    ]
    return changes.length === 0 ? [] : [drafted(before, after, changes, { names, types: now })]
  })
  if (drafts.length === 0) return { schema: structural, unsure: new Set() }
  const { tables, refusals } = await spell(session, drafts, [...now, ...types], missing(types))
  return {
    schema: {
      ...structural,
      tables: structural.tables.map((table) => withTexts(table, tables.get(nameKey(table.name)))),
    },
    unsure: new Set(refusals.map(({ of }) => nameKey(of))),
  }
}

interface Alteration {
  readonly member: string
  readonly clause: string
}

/** `types`: those that the database has by other names. */
function drafted(
  before: Table,
  after: Table,
  changes: readonly Alteration[],
  { names, types }: { readonly names: Names; readonly types: readonly ScratchEnum[] },
): Draft {
  const everything = {
    defaults: new Set(before.columns.map(({ name }) => name)),
    generated: new Set(before.columns.map(({ name }) => name)),
    checks: new Set(before.checks.map(({ name }) => name)),
    exclusions: new Set(before.exclusions.map(({ name }) => name)),
    indexes: new Set(before.indexes.filter(isSpelled).map(({ name }) => name)),
  }
  // The actual table is spelled in the types that are there.
  const { draft } = draftTable(before, everything, types, names)
  const alterations = changes.map(({ member, clause }): Piece => alter(draft, clause, { kind: 'column', member }))
  return { ...draft, of: after.name, pieces: [...draft.pieces, ...alterations] }
}

/** As `words.setType` will do it. */
function retypings(after: Table, target: Table, types: readonly ScratchEnum[]): Alteration[] {
  return after.columns.flatMap((column): Alteration[] => {
    const wanted = columnOf(target, column.name)
    if (wanted === undefined || wanted.type === column.type) return []
    const name = quote(column.name)
    const { automatic } = conversion(column.type, wanted.type)
    const type = types.length === 0 ? wanted.type : scratchType(wanted.type, types)
    const drop = automatic || column.default === null ? '' : `alter column ${name} drop default, `
    const using = automatic ? '' : ` using ${explicitCast(name, column.type, type)}`
    return [
      { member: column.name, clause: `${drop}alter column ${name} type ${type}${collate(wanted.collation)}${using}` },
    ]
  })
}

function scratchType(type: string, types: readonly ScratchEnum[]): string {
  const known = types.find(
    ({ type: { name } }) => type.replace(/\[\]$/, '') === `${quote(name.schema)}.${quote(name.name)}`,
  )
  return known === undefined ? type : `pg_temp.${quote(known.at)}${type.endsWith('[]') ? '[]' : ''}`
}

function isSpelled(index: TableIndex): boolean {
  return index.where !== null || index.keys.some(({ on }) => 'expression' in on)
}

function hasExpressions(table: Table): boolean {
  return (
    table.checks.length > 0 ||
    table.exclusions.length > 0 ||
    table.indexes.some(isSpelled) ||
    table.columns.some((column) => column.default !== null || column.generated !== null)
  )
}

/** The table with the texts that were read back; what was not read back stays. */
function withTexts(table: Table, read: Table | undefined): Table {
  if (read === undefined) return table
  return {
    ...table,
    columns: table.columns.map((column) => {
      const spelled = columnOf(read, column.name)
      return spelled === undefined
        ? column
        : {
            ...column,
            default: column.default === null ? null : (spelled.default ?? column.default),
            generated: column.generated && {
              ...column.generated,
              expression: spelled.generated?.expression ?? column.generated.expression,
            },
          }
    }),
    checks: table.checks.map((check) => ({
      ...check,
      expression: read.checks.find(({ name }) => name === check.name)?.expression ?? check.expression,
    })),
    exclusions: table.exclusions.map((exclusion, position) => {
      const spelled = read.exclusions.find(({ name }) => name === scratchExclusion(read.name.name, position))
      return spelled === undefined
        ? exclusion
        : {
            ...exclusion,
            where: spelled.where,
            elements: exclusion.elements.map((element, at) => ({
              ...element,
              on: spelled.elements[at]?.on ?? element.on,
            })),
          }
    }),
    indexes: table.indexes.map((index, position) => {
      const spelled = read.indexes.find(({ name }) => name === scratchIndex(read.name.name, position))
      return spelled === undefined
        ? index
        : {
            ...index,
            where: spelled.where,
            keys: index.keys.map((key, at) => ({ ...key, on: spelled.keys[at]?.on ?? key.on })),
          }
    }),
  }
}
