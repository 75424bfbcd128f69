import type { NamedSchema } from '../../model/objects/schema.ts'
import type { Binding } from '../binding.ts'
import type { LoadedSpecs } from '../load.ts'
import { byName, declareObjects } from './declare.ts'

/** `public` is in every database, so without a comment it may be said and means nothing. */
export function bindSchemas(binding: Binding, specs: LoadedSpecs): NamedSchema[] {
  return declareObjects(binding, specs, 'schemas', 'schema', ({ schemas }) => byName(schemas))
    .map(
      ({ name, spec }): NamedSchema => ({
        kind: 'schema',
        name,
        on: null,
        comment: spec?.comment ?? null,
        declared: true,
      }),
    )
    .filter(({ name, comment }) => name.name !== 'public' || comment !== null)
}
