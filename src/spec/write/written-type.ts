import type { Writing } from './writing.ts'

/** The shortest usual name of a type, or that by which the specs declare it. */
export function writtenType(type: string, { dialect, types }: Pick<Writing, 'dialect' | 'types'>): string {
  const [, element = type, brackets = ''] = /^(.*?)((?:\[\])*)$/s.exec(type) ?? []
  const declared = types.get(element)
  return declared === undefined ? dialect.types.short(type) : declared + brackets
}
