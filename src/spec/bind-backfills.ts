import { compareText } from '../lib/compare.ts'
import type { Backfill } from '../model/backfill.ts'
import { sourceKey } from '../model/desired.ts'
import type { Binding, Declared } from './binding.ts'
import { hasColumn, reportColumn } from './column-references.ts'
import { durationMs, timeoutHelp, timeoutProblem } from './durations.ts'
import { engineText } from './engine-text.ts'
import { below, keyOf } from './spec-file.ts'

export const usualBatch: Backfill['batch'] = { rows: 5000, targetMs: 200 }

export function bindBackfills(binding: Binding, table: Declared): readonly Backfill[] {
  const backfills: Backfill[] = []
  for (const [name, spec] of Object.entries(table.spec.backfills ?? {})) {
    const place = below(table.place, 'backfills', name)
    const what = `backfill ${name} of ${table.shown}`
    binding.source(sourceKey('backfill', table.name, name), keyOf(place))
    if (name === '')
      binding.error(keyOf(place), 'empty-name', `a backfill of ${table.shown} has an empty name`, 'give it a name')
    const set = Object.entries(spec.set).map(([column, expression]) => {
      const at = below(place, 'set', column)
      checkTarget(binding, table, column, at, what)
      return { column, expression: engineText(binding, expression, at, `${what}: ${column}`) ?? '' }
    })
    const where = engineText(binding, spec.where, below(place, 'where'), `${what}: where`) ?? ''
    if (/^\(*\s*(true|1)\s*\)*$/i.test(where)) {
      binding.error(
        below(place, 'where'),
        'endless-backfill',
        `${what}: where is always true, so it would never be done`,
        'say which rows still need work, for example where: tier_id is null',
      )
    }
    const slow = spec.batch?.target === undefined ? null : timeoutProblem(spec.batch.target)
    if (slow !== null)
      binding.error(below(place, 'batch', 'target'), 'bad-duration', `${what}: batch.target: ${slow}`, timeoutHelp)
    backfills.push({
      name,
      table: table.name,
      set,
      where,
      batch: {
        rows: spec.batch?.rows ?? usualBatch.rows,
        targetMs: durationMs(spec.batch?.target ?? '') ?? usualBatch.targetMs,
      },
    })
  }
  return backfills.sort((a, b) => compareText(a.name, b.name))
}

function checkTarget(
  binding: Binding,
  table: Declared,
  column: string,
  place: ReturnType<typeof below>,
  what: string,
): void {
  if (!hasColumn(table, column)) {
    reportColumn(binding, table, column, keyOf(place), what)
    return
  }
  const spec = table.spec.columns[column]
  if (typeof spec !== 'object') return
  if (spec.generated !== undefined) {
    binding.error(
      keyOf(place),
      'generated-column',
      `${what} sets ${column}, which is generated`,
      'set the columns it is computed from',
    )
  } else if (spec.identity === 'always' && binding.dialect.name === 'postgres') {
    binding.error(
      keyOf(place),
      'generated-column',
      `${what} sets ${column}, which only the database may number (identity: always)`,
      'write identity: by_default, or leave the column out',
    )
  }
}
