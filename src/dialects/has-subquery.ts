/** Then what a name in it means is not for one table to say. */
export function hasSubquery(text: string): boolean {
  return /\b(?:select|from|values|with)\b/i.test(text)
}
