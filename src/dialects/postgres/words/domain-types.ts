import { remembered } from '../../../lib/remembered.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Domain } from '../../../model/objects/domain.ts'
import { qualify } from './quote.ts'

/** What values of the type are stored as: what a domain is made of, at any depth. */
export function storedAs(type: string, objects: readonly SchemaObject[]): string {
  const [domain] = domainsOf(type, objects)
  return domain === undefined ? type : storedAs(domain.type, objects)
}

/** Values of the type are checked: it is a domain with rules, or made of one (hazards.md 1B). */
export function hasRules(type: string, objects: readonly SchemaObject[]): boolean {
  return domainsOf(type, objects).some(
    (domain) => !domain.nullable || domain.checks.length > 0 || hasRules(domain.type, objects),
  )
}

/** Two when the objects are those of before and after. */
function domainsOf(type: string, objects: readonly SchemaObject[]): readonly Domain[] {
  return byType(objects).get(type) ?? []
}

/** Asked for every column that comes or changes. */
const byType = remembered((objects: readonly SchemaObject[]) =>
  Map.groupBy(
    objects.filter((object) => object.kind === 'domain'),
    ({ name }) => qualify(name),
  ),
)
