import { objectName } from '../model/object-name.ts'

/** Names the engine would give, chosen so that nothing in the schema has them yet. */
export interface DefaultNames {
  choose(schema: string, table: string, columns: readonly string[], label: Label): string
  take(schema: string, name: string): void
}

type Label = 'pkey' | 'key' | 'fkey' | 'seq'

/** PostgreSQL's NAMEDATALEN: ChooseIndexNameAddition stops collecting columns once it is full. */
const nameDataLength = 64

/**
 * ChooseConstraintName and ChooseRelationName of PostgreSQL: `<table>_<columns>_<label>`, a number after the label when
 * that is taken in the schema. SQLite gets the same names, without a limit to their length.
 */
export function defaultNames(maxBytes: number | null): DefaultNames {
  const taken = new Set<string>()
  return {
    take: (schema, name) => taken.add(`${schema}\u0000${name}`),
    choose(schema, table, columns, label) {
      const addition = label === 'pkey' ? null : joined(columns)
      for (let pass = 0; ; pass += 1) {
        const name = objectName(table, addition, pass === 0 ? label : `${label}${pass}`, maxBytes)
        const key = `${schema}\u0000${name}`
        if (taken.has(key)) continue
        taken.add(key)
        return name
      }
    },
  }
}

function joined(columns: readonly string[]): string {
  let text = ''
  for (const column of columns) {
    if (text !== '') text += '_'
    text += column
    if (Buffer.byteLength(text) >= nameDataLength) break
  }
  return text
}
