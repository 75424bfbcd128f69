import { compareText } from '../../../src/lib/compare.ts'
import type { Table } from '../../../src/model/table.ts'

export function hasColumns({ columns }: Table, ...names: string[]): boolean {
  return names.every((name) => columns.some((one) => one.name === name && (one.generated?.stored ?? true)))
}

/** The part of the columns that rules may be made of, and the one a number chooses. */
export function chosen(table: Table, number: number, among: readonly string[]): string | undefined {
  const present = among.filter((name) => hasColumns(table, name))
  return present[number % Math.max(1, present.length)]
}

export function distinct<T extends { readonly name: string }>(members: readonly T[]): T[] {
  return [...new Map(members.map((member) => [member.name, member])).values()].sort((a, b) =>
    compareText(a.name, b.name),
  )
}

export function isBlob({ columns }: Table): boolean {
  return columns.some(({ name, type }) => name === 'label' && type === 'blob')
}
