import type { Move } from './move.ts'
import type { ObjectName } from './name.ts'

/** Of a column of the wide table: the one of the narrow table that equals it. */
export interface MirroredColumn {
  readonly wide: string
  readonly narrow: string
}

/**
 * Two tables with the same values, one to one: the narrow one has a row for each row of the wide one that holds any of them
 * (hazards.md 3E). One of the two is what counts, the other follows it.
 */
export interface Mirror {
  readonly wide: ObjectName
  readonly narrow: ObjectName
  readonly key: readonly MirroredColumn[]
  readonly columns: readonly MirroredColumn[]
}

/** The tables of a move. */
export function mirrorOf({ from, to, columns, match, isSplit }: Move): Mirror {
  return {
    wide: isSplit ? from : to,
    narrow: isSplit ? to : from,
    key: match.map((pair) => (isSplit ? { wide: pair.from, narrow: pair.to } : { wide: pair.to, narrow: pair.from })),
    columns: columns.map(({ before, after }) =>
      isSplit ? { wide: before.name, narrow: after.name } : { wide: after.name, narrow: before.name },
    ),
  }
}
