import { sizeText } from '../lib/byte-size.ts'
import type { Obstacle } from '../model/obstacle.ts'

/** hazards.md 1J, rule 21: the new beside the old, what is logged of it, and room to go on working. */
const factor = 2.5

/** Below this nobody needs to be told that the free space is not known. */
const worthTelling = 2 ** 30

/** `written`: bytes of tables and indexes that the plan writes. `free`: of the disk they are on; null when it cannot be seen. */
export function lowDisk(written: number, free: number | null): readonly Obstacle[] {
  const needed = written * factor
  const what = `the plan writes about ${sizeText(written)}, which takes ${sizeText(needed)} of free disk meanwhile`
  if (free === null) {
    if (needed < worthTelling) return []
    const why = 'How much is free cannot be seen from here, and a full disk stops the whole server.'
    return [{ id: 'unknown-disk', stops: false, what, why, remedy: 'Look before you go on.' }]
  }
  if (free >= needed) return []
  return [
    {
      id: 'low-disk',
      stops: true,
      what: `${what}; ${sizeText(free)} are free`,
      why: 'A full disk would stop the run half-way, and everybody else with it.',
      remedy: 'Make room first, or change less at once.',
    },
  ]
}
