const fewest = 100
const most = 100_000
/** Weight of the newest batch in the moving average. */
const weight = 0.4

/** How many rows the next batch takes, steered by time (hazards.md 4A). */
export interface BatchSize {
  readonly rows: number
  /** After a batch of so many rows that took so long. */
  measured(rows: number, elapsedMs: number): void
  /** After a timeout. False: it cannot get any smaller. */
  halve(): boolean
}

export function createBatchSize(start: number, targetMs: number): BatchSize {
  let rows = clamp(start)
  let msPerRow: number | null = null
  return {
    get rows() {
      return rows
    },
    measured: (count, elapsedMs) => {
      if (count === 0) return
      const now = elapsedMs / count
      msPerRow = msPerRow === null ? now : weight * now + (1 - weight) * msPerRow
      const fitting = msPerRow === 0 ? most : targetMs / msPerRow
      rows = clamp(Math.min(fitting, rows * 1.2))
    },
    halve: () => {
      if (rows === fewest) return false
      rows = clamp(rows / 2)
      msPerRow = null
      return true
    },
  }
}

function clamp(rows: number): number {
  return Math.round(Math.min(Math.max(rows, fewest), most))
}
