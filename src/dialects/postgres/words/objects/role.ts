import { quote } from '../quote.ts'

/** PUBLIC is no role, and no role can be called so. */
export function role(name: string): string {
  return name === 'public' ? 'public' : quote(name)
}

export function roleList(names: readonly string[]): string {
  return names.map(role).join(', ')
}
