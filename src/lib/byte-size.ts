const units = ['kB', 'MB', 'GB', 'TB'] as const

/** `512 B`, `1.5 GB`, as PostgreSQL counts them. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10))
  const number = bytes / 1024 ** power
  return `${number < 10 ? Math.round(number * 10) / 10 : Math.round(number)} ${units[power - 1]}`
}
