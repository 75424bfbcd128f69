import type { Extension } from '../../model/objects/extension.ts'
import type { Binding } from '../binding.ts'
import type { LoadedSpecs } from '../load.ts'
import { byName, declareObjects } from './declare.ts'

/** plpgsql is in every database, so it may be said and means nothing. */
export function bindExtensions(binding: Binding, specs: LoadedSpecs): Extension[] {
  return declareObjects(binding, specs, 'extensions', 'extension', ({ extensions }) => byName(extensions))
    .filter(({ name }) => name.name !== 'plpgsql')
    .map(({ name, spec }) => ({
      kind: 'extension',
      name,
      on: null,
      comment: null,
      schema: spec?.schema ?? null,
      version: spec?.version ?? null,
    }))
}
