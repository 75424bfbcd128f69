import { nameKey } from '../../src/model/name.ts'
import { refKey } from '../../src/model/object-ref.ts'
import type { NamedSchema } from '../../src/model/objects/schema.ts'
import type { Schema } from '../../src/model/schema.ts'
import { pick } from './draw/choice.ts'
import { hintsOf, movedNow } from './renames/hints.ts'
import { moved } from './renames/moved.ts'
import { relabelled, respelled } from './renames/respell.ts'
import { type Target, targetsIn } from './renames/targets.ts'
import type { Release, Wanted } from './wanted.ts'

/** The same release with things renamed or moved that both schemas have, each as far as a number says. */
export function renamed({ before, wanted }: Release, numbers: readonly number[]): Wanted {
  const targets: Target[] = []
  for (const number of numbers) {
    const target = pick(targetsIn(before, wanted), number)
    // One name at a time: what is in a schema that is renamed keeps its own.
    const isFree = target !== undefined && targets.every((one) => one.name !== target.name && !within(one, target))
    if (target !== undefined && isFree) targets.push(target)
  }
  const now = <T>(data: T): T => targets.reduce((rest, target) => carriedOut(rest, target), data)
  const schemas = new Map(targets.flatMap(({ kind, name }) => (kind === 'schema' ? [[name, `${name}_now`]] : [])))
  const schema = inOrder(withSchemas(now(wanted.schema), [...schemas.values()]))
  const hints = hintsOf(before, schema, now, schemas)
  return {
    schema,
    backfills: wanted.backfills,
    moves: wanted.moves.map((move) => movedNow(move, schema, now, schemas)),
    ...hints,
    renames: [...now(wanted.renames), ...hints.renames],
  }
}

function within(one: Target, other: Target): boolean {
  const [schema, move] = one.kind === 'schema' ? [one, other] : [other, one]
  return schema.kind === 'schema' && move.kind === 'move' && [move.to, move.ref.name.schema].includes(schema.name)
}

function carriedOut<T>(data: T, target: Target): T {
  switch (target.kind) {
    case 'label':
      return relabelled(data, target.name, `${target.name}_now`)
    case 'move':
      return moved(data, target.ref, target.to)
    default:
      return respelled(data, target.name, `${target.name}_now`)
  }
}

/** A schema with a hint is declared. */
function withSchemas(schema: Schema, names: readonly string[]): Schema {
  const missing = names.filter((name) => !schema.objects.some((one) => one.kind === 'schema' && one.name.name === name))
  const declared = missing.map(
    (name): NamedSchema => ({ kind: 'schema', name: { schema: name, name }, on: null, comment: null, declared: true }),
  )
  return { ...schema, objects: [...schema.objects, ...declared] }
}

function inOrder(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.toSorted((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1)),
    objects: schema.objects.toSorted((a, b) => (refKey(a) < refKey(b) ? -1 : 1)),
  }
}
