const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `200ms`, `1.5s`, `2m`, `1h`, `3d` in milliseconds; null when it is not a duration. */
export function durationMs(text: string): number | null {
  const [, number, unit = ''] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  const factor = units[unit]
  return number === undefined || factor === undefined ? null : Math.round(Number(number) * factor)
}

/**
 * What is wrong with a duration that becomes a timeout of the server, to which 0 means none at all and more than 24 days an
 * error; null when nothing is.
 */
export function timeoutProblem(text: string): string | null {
  const ms = durationMs(text) ?? 0
  if (ms >= 1 && ms <= 86_400_000) return null
  return `${text} is too ${ms < 1 ? 'short' : 'long'} to work with`
}

export const timeoutHelp = 'write 1ms to 1d'
