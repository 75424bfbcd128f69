import { compareText } from '../lib/compare.ts'
import type { Check } from '../model/constraint.ts'
import { sourceKey } from '../model/desired.ts'
import type { BoundColumn } from './bind-column.ts'
import { bindDescription } from './bind-description.ts'
import { bindProof } from './bind-proof.ts'
import type { Binding, Declared } from './binding.ts'
import type { CheckSpec } from './content.ts'
import { engineText } from './engine-text.ts'
import { below, keyOf, type Place } from './spec-file.ts'

export function bindChecks(binding: Binding, table: Declared, columns: readonly BoundColumn[]): readonly Check[] {
  const checks: Check[] = []
  for (const [name, written] of Object.entries(table.spec.checks ?? {})) {
    const place = below(table.place, 'checks', name)
    const check = bindCheck(binding, name, written, place, `check ${name} of ${table.shown}`)
    if (check === null) continue
    if (check.noInherit === true && table.spec.partition_by !== undefined)
      binding.error(
        below(place, 'no_inherit'),
        'conflicting-keys',
        `check ${name} of ${table.shown}: no row is in ${table.shown} but in its partitions, which have all of its checks`,
        'leave out no_inherit',
      )
    binding.source(sourceKey('constraint', table.name, name), keyOf(place))
    checks.push(check)
  }
  for (const { column, labels } of columns) {
    if (labels === null) continue
    const name = `${table.name.name}_${column.name}_enum`
    const list = labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(', ')
    const place = below(table.place, 'columns', column.name)
    binding.source(sourceKey('constraint', table.name, name), keyOf(place))
    checks.push({ name, expression: `${binding.dialect.words.quote(column.name)} in (${list})`, validated: true })
  }
  return checks.sort((a, b) => compareText(a.name, b.name))
}

/** Null when it says that there is none on this engine. */
function bindCheck(
  binding: Binding,
  name: string,
  written: string | number | boolean | CheckSpec,
  place: Place,
  what: string,
): Check | null {
  if (typeof written !== 'object') return { name, expression: String(written).trim(), validated: true }
  const { expression: condition, postgres, sqlite } = written
  if (condition === undefined) {
    const { expression: _, ...engines } = written
    const expression = engineText(binding, engines, place, what)
    return expression === null ? null : { name, expression, validated: true }
  }
  if (postgres !== undefined || sqlite !== undefined) {
    binding.error(
      below(place, postgres === undefined ? 'sqlite' : 'postgres'),
      'conflicting-keys',
      `${what} says its condition twice, as expression and for an engine`,
      'write expression: { postgres: …, sqlite: … }',
    )
  }
  const expression = engineText(binding, condition, below(place, 'expression'), what)
  const proof = bindProof(binding, written, place, what, name)
  if (expression === null || proof === null) return null
  if (written.no_inherit === true && binding.dialect.name === 'sqlite') {
    binding.note(below(place, 'no_inherit'), 'not-kept', 'SQLite has no tables that inherit', name)
  }
  return {
    name,
    expression,
    ...proof,
    ...(written.no_inherit === true && binding.dialect.name === 'postgres' ? { noInherit: true } : {}),
    ...bindDescription(binding, written.comment, place, name),
  }
}
