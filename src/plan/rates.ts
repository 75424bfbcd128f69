import type { FinishedStep, Rate, Rates, RowWork } from '../model/rates.ts'

/**
 * When nothing has been measured on the target: 1,000 rows a second for row work in batches (hazards.md 4E plans with
 * 1–20 k), and what a small shared machine reads or builds (anchors.md 5b, rounded down).
 */
export const assumedRates: Rates = {
  rows: assumed(1_000),
  scan: assumed(1_000_000),
  index_build: assumed(200_000),
  rewrite: assumed(200_000),
}

/** Less than this says more about the round trip than about the work. */
const fewestRows = 1_000
const shortestMs = 50

/** Beyond these many the target may have been another machine. */
const mostSamples = 20

/** The median of what the target has done of late, kind by kind; `finished` has the latest first. */
export function measuredRates(finished: readonly FinishedStep[]): Rates {
  const samples = finished.flatMap((one) => sampleOf(one) ?? [])
  const rateOf = (kind: RowWork): Rate => {
    const rates = samples.filter((sample) => sample.kind === kind).map(({ rowsPerSecond }) => rowsPerSecond)
    const sorted = rates.slice(0, mostSamples).toSorted((a, b) => a - b)
    const median = sorted[Math.floor((sorted.length - 1) / 2)]
    return median === undefined ? assumedRates[kind] : { rowsPerSecond: median, measured: true }
  }
  return { rows: rateOf('rows'), scan: rateOf('scan'), index_build: rateOf('index_build'), rewrite: rateOf('rewrite') }
}

/** Null: the step was over too soon, or did several things, of which nobody knows what took how long. */
function sampleOf({ step, elapsedMs, rowsDone }: FinishedStep): { kind: RowWork; rowsPerSecond: number } | null {
  const { action, estimate } = step
  const works = action.kind === 'backfill' ? (['rows'] as const) : action.statements.map(({ work }) => work)
  const [kind, ...more] = works.filter((work) => work !== 'catalog')
  const rows = action.kind === 'backfill' ? rowsDone : estimate.rows
  if (kind === undefined || more.length > 0 || rows === null || rows < fewestRows || elapsedMs < shortestMs) return null
  return { kind, rowsPerSecond: (rows / elapsedMs) * 1000 }
}

function assumed(rowsPerSecond: number): Rate {
  return { rowsPerSecond, measured: false }
}
