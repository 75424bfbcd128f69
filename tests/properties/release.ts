import fc from 'fast-check'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { sameName } from '../../src/model/name.ts'
import { anyPair } from './arbitrary.ts'
import { drawnBackfills, relabellings } from './draw/backfills.ts'
import { small } from './draw/choice.ts'
import { type Moving, moving } from './moving.ts'
import { isPartitionedUnderView, type Partitioning, partitioning } from './partitioning.ts'
import { renamed } from './renamed.ts'
import { asItIs, type Release } from './wanted.ts'

/** A release, how much of what there may be in the rows is, and from what size on a table counts as large. */
export interface Drawn extends Release {
  readonly dice: readonly number[]
  readonly smallTableBytes: number | undefined
}

/** Any pair of schemas, with some of what specs can say beside them. */
export function anyRelease(dialect: Dialect, major: number): fc.Arbitrary<Drawn> {
  const one = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { maxLength: 1 })
  const number = fc.nat(99)
  const moves: fc.Arbitrary<Moving> = fc.record({
    number,
    merges: fc.boolean(),
    stays: fc.boolean(),
    bound: fc.boolean(),
  })
  const partitioned: fc.Arbitrary<Partitioning[]> =
    dialect.name === 'sqlite' ? fc.constant([]) : one(fc.record({ number, form: small }))
  return fc
    .record({
      pair: anyPair({ name: dialect.name, major }),
      moved: one(moves),
      partitioned,
      names: fc.array(number, { maxLength: 2 }),
      filled: one(number),
      relabels: fc.boolean(),
      // Where every table counts as large, types change by way of other columns.
      large: fc.boolean(),
      online: fc.boolean(),
      dice: fc.array(fc.nat(9), { minLength: 12, maxLength: 12 }),
    })
    .map(({ pair: [before, after], moved, partitioned: wholes, names, filled, relabels, large, online, dice }) => {
      const start: Release = { before, wanted: asItIs(after) }
      const parted = moved.reduce(moving, start)
      const spread = wholes.reduce((rest, one) => partitioning(rest, one, large), parted)
      const wanted = renamed(spread, isPartitionedUnderView(spread) ? [] : names)
      const { quote } = dialect.words
      // Values that come from another table are looked for as they were there.
      const backfills = [
        ...drawnBackfills(spread.before, wanted.schema, filled, quote),
        ...(relabels ? relabellings(spread.before, wanted, quote) : []),
      ].filter(
        ({ table, set }) => !wanted.moves.some((move) => sameName(move.table, table) && move.column === set[0]?.column),
      )
      const renames = online ? wanted.renames.map((hint) => ({ ...hint, online })) : wanted.renames
      return {
        before: spread.before,
        wanted: { ...wanted, backfills, renames },
        dice,
        smallTableBytes: large ? 0 : undefined,
      }
    })
}
