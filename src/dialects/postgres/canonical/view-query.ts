import type { MaterializedView } from '../../../model/objects/materialized-view.ts'
import type { View } from '../../../model/objects/view.ts'
import type { TableIndex } from '../../../model/table-index.ts'
import { readViews } from '../catalog/objects/view.ts'
import { readScratchTables } from '../introspect.ts'
import { indexDefinition } from '../words/definitions.ts'
import { quote } from '../words/quote.ts'
import { scratchIndex } from './draft.ts'
import type { Scene } from './objects/scene.ts'

const scratchView = 'rq_view'

/** As people write it: names resolve in `public`. */
const asWritten = 'set local search_path = public, pg_temp'

type Where = Pick<Scene, 'session' | 'renaming'>

/** The server's spelling of the defaults of a view's columns, likewise. */
export async function spellDefaults(
  { session, renaming }: Where,
  { query, columnDefaults }: View,
): Promise<View['columnDefaults']> {
  return await session.scratch(async () => {
    const set = Object.entries(columnDefaults).map(
      ([column, text]) => `alter view ${quote(scratchView)} alter column ${quote(column)} set default ${text}`,
    )
    await session.execute(
      [asWritten, ...renaming, `create temporary view ${quote(scratchView)} as ${query}`, ...set].join(';\n'),
    )
    await session.execute(`set local search_path = ''`)
    const [view] = await readViews(session, 'scratch')
    return view?.columnDefaults ?? columnDefaults
  })
}

/** The server's spelling of a query and the columns it gives, from a temporary view that is rolled back. */
export async function spellQuery(
  { session, renaming }: Where,
  query: string,
): Promise<Pick<View, 'query' | 'columns'> | null> {
  return await session.scratch(async () => {
    await session.execute(
      [asWritten, ...renaming, `create temporary view ${quote(scratchView)} as ${query}`].join(';\n'),
    )
    await session.execute(`set local search_path = ''`)
    const [view] = await readViews(session, 'scratch')
    return view ?? null
  })
}

/** The server's spelling of indexes on what a query gives, from an empty temporary table that is rolled back. */
export async function spellIndexes(
  { session, renaming }: Where,
  { query, indexes }: MaterializedView,
): Promise<readonly TableIndex[]> {
  return await session.scratch(async () => {
    const at = scratchIndexes(indexes)
    await session.execute(
      [
        asWritten,
        ...renaming,
        `create temporary table ${quote(scratchView)} as ${query} with no data`,
        ...at.map(({ index, name }) => `create index ${name} on ${quote(scratchView)} ${definition(index)}`),
      ].join(';\n'),
    )
    const [table] = await readScratchTables(session)
    return at.map(({ index, name }) => {
      const spelled = table?.indexes.find((one) => one.name === name)
      return spelled === undefined ? index : { ...index, keys: spelled.keys, where: spelled.where }
    })
  })
}

function scratchIndexes(indexes: readonly TableIndex[]): { readonly index: TableIndex; readonly name: string }[] {
  return indexes.map((index, position) => ({ index, name: scratchIndex(scratchView, position) }))
}

function definition(index: TableIndex): string {
  return indexDefinition({ ...index, nullsNotDistinct: false })
}
