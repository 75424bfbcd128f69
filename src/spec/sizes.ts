const units: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }

/** `0B`, `500kB`, `10MB`, `1.5GB` in bytes, as PostgreSQL counts them; null when it is not a size. */
export function sizeBytes(text: string): number | null {
  const [, number, unit = ''] = /^([0-9]+(?:\.[0-9]+)?)(B|kB|MB|GB)$/.exec(text) ?? []
  const factor = units[unit]
  return number === undefined || factor === undefined ? null : Math.round(Number(number) * factor)
}
