import type { Column } from '../model/column.ts'
import { mentions } from '../model/mentions.ts'
import type { ObjectName } from '../model/name.ts'
import { wordsOf } from '../model/object-words.ts'
import type { Schema } from '../model/schema.ts'

/** What an expression over a table may speak of by the time it runs: all that is there before the plan or behind it. */
export interface ExpressionScope {
  /** Of the default schema, each with all columns that it has or is going to have. */
  readonly tables: readonly TableInScope[]
  /** Words that may be names of anything else. */
  readonly others: ReadonlySet<string>
}

export interface TableInScope {
  readonly name: string
  readonly columns: readonly Column[]
}

export function expressionScope(schemas: readonly Schema[], defaultSchema: string): ExpressionScope {
  const all = schemas.flatMap(({ tables }) => tables)
  const [near, far] = [
    all.filter(({ name }) => name.schema === defaultSchema),
    all.filter(({ name }) => name.schema !== defaultSchema),
  ]
  return {
    tables: [...Map.groupBy(near, ({ name }) => name.name)].map(([name, images]) => ({
      name,
      columns: columnsIn(images),
    })),
    others: new Set([
      ...all.map(({ name }) => name.name),
      ...far.flatMap(({ columns }) => columns.map(({ name }) => name)),
      ...schemas.flatMap(({ objects }) => [...wordsOf(objects)]),
    ]),
  }
}

/** Of one table in several images; the latest tells the type. */
export function columnsIn(images: readonly { readonly columns: readonly Column[] }[]): readonly Column[] {
  return [...new Map(images.flatMap(({ columns }) => columns.map((column) => [column.name, column]))).values()]
}

/** The tables that a text may mean. None where it has no subquery. */
export function tablesMeant(text: string, { tables }: ExpressionScope): readonly TableInScope[] {
  return hasSubquery(text) ? tables.filter(({ name, columns }) => columns.length > 0 && mentions(text, name)) : []
}

/** True when a name that the engine did not find, as its message has it, is one that nothing has or is going to have. */
export function isNobodys(missing: string, text: string, table: ObjectName, { others }: ExpressionScope): boolean {
  if (!hasSubquery(text)) return true
  // What is named with its schema is the table that is there, which may be about to get the column.
  return !others.has(missing.slice(missing.lastIndexOf('.') + 1)) && !mentions(text, table.schema)
}

/** Then what a name in it means is not for one table to say. */
function hasSubquery(text: string): boolean {
  return /\b(?:select|from|values|with)\b/i.test(text)
}
