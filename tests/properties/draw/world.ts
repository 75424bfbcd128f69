import { qualify, quote } from '../../../src/dialects/postgres/words/quote.ts'
import { quote as sqliteQuote } from '../../../src/dialects/sqlite/words/quote.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import type { ObjectKind } from '../../../src/model/object-ref.ts'
import type { SchemaObject } from '../../../src/model/object.ts'
import { unsignedName } from '../../../src/model/objects/routine.ts'
import type { Schema } from '../../../src/model/schema.ts'

/** What a schema is drawn for: an engine takes no more than its version knows. */
export interface Engine {
  readonly name: 'postgres' | 'sqlite'
  readonly major: number
}

/** What has been drawn so far. Whatever is drawn next may be made of it. */
export interface World extends Pick<Schema, 'tables' | 'enums' | 'objects'> {
  readonly engine: Engine
}

/** Schemas that things are spread over. */
export function placed(engine: Engine, name: string, place: number): ObjectName {
  if (engine.name === 'sqlite') return { schema: 'main', name }
  return { schema: place === 0 ? 'crm' : place === 1 ? 'Big Shop' : 'public', name }
}

export function has({ objects }: World, kind: ObjectKind, name: string): boolean {
  return objects.some((object) => object.kind === kind && unsignedName(object.name.name) === name)
}

export function quoted({ engine }: World, name: string): string {
  return engine.name === 'sqlite' ? sqliteQuote(name) : quote(name)
}

/** A name as a text speaks of it. */
export function spoken({ engine }: World, name: ObjectName): string {
  return engine.name === 'sqlite' ? sqliteQuote(name.name) : qualify(name)
}

export function withObjects(world: World, objects: readonly SchemaObject[]): World {
  return { ...world, objects: [...world.objects, ...objects] }
}

export function comment(number: number, text: string): string | null {
  return number === 0 ? text : null
}
