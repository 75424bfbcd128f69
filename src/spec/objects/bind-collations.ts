import type { Collation } from '../../model/objects/collation.ts'
import type { Binding } from '../binding.ts'
import type { CollationSpec } from '../content-types.ts'
import type { LoadedSpecs } from '../load.ts'
import { below, type Place } from '../spec-file.ts'
import { declareObjects } from './declare.ts'

export function bindCollations(binding: Binding, specs: LoadedSpecs): Collation[] {
  return declareObjects(binding, specs, 'collations', 'collation', ({ collations }) => collations).map(
    ({ name, shown, spec, place }) => {
      check(binding, spec, shown, place)
      return {
        kind: 'collation',
        name,
        on: null,
        comment: spec.comment ?? null,
        provider: spec.provider ?? 'libc',
        lcCollate: spec.locale ?? spec.lc_collate ?? '',
        lcCtype: spec.locale ?? spec.lc_ctype ?? '',
        deterministic: spec.deterministic ?? true,
        rules: spec.rules ?? null,
      }
    },
  )
}

function check(binding: Binding, spec: CollationSpec, shown: string, place: Place): void {
  const { provider = 'libc', locale, lc_collate: collate, lc_ctype: ctype } = spec
  const halves = collate !== undefined || ctype !== undefined
  if (locale !== undefined && halves) {
    const help = 'keep locale, which is both'
    binding.error(
      below(place, 'locale'),
      'conflicting-keys',
      `${shown} has both locale and lc_collate or lc_ctype`,
      help,
    )
  } else if (locale === undefined && (collate === undefined || ctype === undefined)) {
    binding.error(place, 'collation-locale', `${shown} does not say its locale`, 'write locale: en-US, for example')
  } else if (halves && provider !== 'libc') {
    const help = 'write locale'
    binding.error(place, 'collation-locale', `${shown}: lc_collate and lc_ctype are of provider: libc`, help)
  }
  if (spec.deterministic === false && provider !== 'icu') {
    const help = 'write provider: icu, or leave deterministic out'
    binding.error(
      below(place, 'deterministic'),
      'collation-provider',
      `${shown}: only icu can be not deterministic`,
      help,
    )
  }
  if (spec.rules === undefined) return
  if (binding.version < 16) {
    const message = `${shown}: PostgreSQL ${binding.version} has no rules for collations, 16 does`
    binding.error(below(place, 'rules'), 'needs-newer-server', message, 'leave rules out')
  } else if (provider !== 'icu') {
    const help = 'write provider: icu, or leave rules out'
    binding.error(below(place, 'rules'), 'collation-provider', `${shown}: only icu takes rules`, help)
  }
}
