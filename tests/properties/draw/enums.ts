import type { EnumType } from '../../../src/model/schema.ts'
import type { SchemaSeed } from '../seed.ts'
import type { Engine } from './world.ts'

const moods = ['sad', 'fine', "it's ok", 'happy'] as const

export function drawnEnums({ enums }: SchemaSeed, { name }: Engine): EnumType[] {
  if (enums === null || name === 'sqlite') return []
  const labels = moods.slice(0, 2 + (enums % 3))
  return [{ name: { schema: 'public', name: 'mood' }, labels, comment: enums % 2 === 0 ? null : 'how they feel' }]
}
