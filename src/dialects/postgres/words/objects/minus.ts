/** The privileges that are not among the others. */
export function minus(list: readonly string[], other: readonly string[]): string[] {
  return list.filter((item) => !other.includes(item))
}
