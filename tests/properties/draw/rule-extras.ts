import type { Check, Exclusion, ForeignKey, PrimaryKey, Unique } from '../../../src/model/constraint.ts'
import type { Table } from '../../../src/model/table.ts'
import type { TableIndex } from '../../../src/model/table-index.ts'

/** What rules may carry on PostgreSQL and SQLite knows nothing of, for the numbers that mean nothing else. */
export function primaryKeyExtras(key: number, hasFlag: boolean): Partial<PrimaryKey> {
  if (key === 2) return { deferrable: 'initially_immediate' }
  if (key === 3) return { comment: 'what it is called' }
  return key === 4 && hasFlag ? { include: ['flag'] } : {}
}

export function uniqueExtras(second: number, nulls: number, taken: readonly string[], table: Table): Partial<Unique> {
  const free = table.columns.some(({ name }) => name === 'flag') && !taken.includes('flag')
  return {
    ...(nulls === 1 ? { deferrable: 'initially_deferred' } : {}),
    ...(second === 5 && free ? { include: ['flag'] } : {}),
    ...(second === 6 ? { comment: 'each once' } : {}),
    ...(second === 7 ? { options: { fillfactor: '70' } } : {}),
  }
}

export function checkExtras(form: number): Partial<Check> {
  switch (form) {
    case 5:
      return { validated: false }
    case 6:
      return { noInherit: true }
    case 7:
      return { comment: "it's a rule" }
    default:
      return {}
  }
}

export function foreignKeyExtras(action: number): Partial<ForeignKey> {
  switch (action) {
    case 5:
      return { match: 'full' }
    case 6:
      return { comment: 'whose it is' }
    case 7:
      return { validated: false }
    default:
      return {}
  }
}

export function indexExtras(order: number): Partial<TableIndex> {
  return order === 5 ? { options: { fillfactor: '70' } } : {}
}

/** One that rows never break, or one that they may. */
export function exclusionsOf(table: Table, storage: number): Exclusion[] {
  const column = storage === 5 ? 'ref' : 'at'
  if ((storage !== 5 && storage !== 6) || !table.columns.some(({ name }) => name === column)) return []
  const plain = { order: 'asc', nulls: 'last', collation: null, opclass: null } as const
  return [
    {
      name: `${table.name.name}_apart`,
      method: 'btree',
      elements: [{ on: { column }, ...plain, operator: '=' }],
      where: storage === 5 ? 'id > 100' : null,
      deferrable: storage === 5 ? 'no' : 'initially_deferred',
    },
  ]
}
