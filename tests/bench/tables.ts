import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Specs of so many tables of 10 columns, 2 indexes and a foreign key each, a hundred a file. */
export function writeSpecs(directory: string, tables: number): void {
  mkdirSync(directory, { recursive: true })
  for (let file = 0; file * 100 < tables; file += 1) {
    const text = specText(file * 100, Math.min(tables, (file + 1) * 100))
    writeFileSync(join(directory, `${file}.yaml`), text)
  }
}

function specText(from: number, to: number): string {
  const lines = ['tables:']
  for (let number = from; number < to; number += 1) {
    lines.push(`  table_${number}:`, '    columns:', '      id: { type: bigint, identity: always }')
    lines.push(`      parent_id: { type: bigint, references: table_${Math.floor(number / 2)}.id }`)
    for (let column = 2; column < 10; column += 1)
      lines.push(`      column_${column}: { type: text, not_null: true, default: "''" }`)
    lines.push('    primary_key: [id]', '    indexes:')
    lines.push(
      `      table_${number}_parent_idx: [parent_id]`,
      `      table_${number}_lower_idx: { columns: [{ expression: lower(column_2) }] }`,
    )
  }
  return `${lines.join('\n')}\n`
}
