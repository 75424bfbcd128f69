/** The name of a type without what stands in its parentheses. */
export function typeWord(written: string): string {
  return written
    .toLowerCase()
    .replace(/[([].*$/s, '')
    .trim()
}
