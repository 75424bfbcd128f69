import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SpecForm {
  /** A view over each table, every other one over the view before it, and as many functions. */
  readonly objects: 'none' | 'views' | 'views and functions'
  /** The second has other columns, defaults, checks and indexes in every table, and other views and functions. */
  readonly version: 'first' | 'second'
}

/** Specs of so many tables of 10 columns, 2 indexes and a foreign key each, a hundred a file. */
export function writeSpecs(
  directory: string,
  tables: number,
  form: SpecForm = { objects: 'none', version: 'first' },
): void {
  mkdirSync(directory, { recursive: true })
  for (let file = 0; file * 100 < tables; file += 1) {
    const numbers = Array.from({ length: Math.min(100, tables - file * 100) }, (_, index) => file * 100 + index)
    writeFileSync(join(directory, `${file}.yaml`), specText(numbers, form))
  }
}

function specText(numbers: readonly number[], { objects, version }: SpecForm): string {
  const isFirst = version === 'first'
  const views = numbers.map((number) => viewText(number, isFirst))
  const functions = numbers.map((number) => functionText(number, isFirst))
  return [
    'tables:',
    ...numbers.flatMap((number) => tableText(number, isFirst)),
    ...(objects === 'none' ? [] : ['views:', ...views]),
    ...(objects === 'views and functions' ? ['functions:', ...functions] : []),
    '',
  ].join('\n')
}

function tableText(number: number, isFirst: boolean): string[] {
  const texts = Array.from({ length: isFirst ? 8 : 7 }, (_, index) => index + 2)
  return [
    `  table_${number}:`,
    '    columns:',
    '      id: { type: bigint, identity: always }',
    `      parent_id: { type: bigint, references: table_${Math.floor(number / 2)}.id }`,
    ...texts.map((column) => {
      const value = !isFirst && column === 5 ? 'other' : ''
      return `      column_${column}: { type: text, not_null: true, default: "'${value}'" }`
    }),
    ...(isFirst ? [] : ['      extra: integer']),
    '    primary_key: [id]',
    ...(isFirst ? [] : [`    checks: { table_${number}_extra_check: extra > 0 }`]),
    '    indexes:',
    `      table_${number}_parent_idx: [parent_id]`,
    `      table_${number}_lower_idx: { columns: [{ expression: lower(column_${isFirst ? 2 : 3}) }] }`,
  ]
}

function viewText(number: number, isFirst: boolean): string {
  const from = number % 2 === 0 ? `table_${number}` : `view_${number - 1}`
  return `  view_${number}: { query: "select id, column_2${isFirst ? '' : ', column_3'} from ${from}" }`
}

function functionText(number: number, isFirst: boolean): string {
  return `  function_${number}: { arguments: { a: integer }, returns: integer, body: "select a + ${isFirst ? 1 : 2}" }`
}
