import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { bind } from '../../src/spec/bind.ts'
import { type LoadedSpecs, loadSpecs } from '../../src/spec/load.ts'

interface Node {
  readonly description?: string
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly additionalProperties?: Node | false
  readonly items?: Node
  readonly anyOf?: readonly Node[]
  readonly definitions?: Readonly<Record<string, Node>>
}

const spec = readSchema('spec.schema.json')
const config = readSchema('config.schema.json')
const fixture = fileURLToPath(new URL('every-key.yaml', import.meta.url))

describe('the JSON Schemas', () => {
  it.each([
    ['spec.schema.json', spec],
    ['config.schema.json', config],
  ])('%s describes every key, and allows no other', (_name, schema) => {
    const objects = [...nodesOf(schema)].filter(({ node }) => node.properties !== undefined)
    expect(objects.length).toBeGreaterThan(1)
    expect(objects.filter(({ node }) => node.additionalProperties !== false).map(({ path }) => path)).toEqual([])
    const silent = objects.flatMap(({ node, path }) =>
      Object.entries(node.properties ?? {}).flatMap(([key, { description = '' }]) =>
        /\w.*[.…]$/.test(description) ? [] : [`${path}.${key}`],
      ),
    )
    expect(silent).toEqual([])
  })
})

describe('ajv', () => {
  it.each([spec, config])('takes the schemas for draft-07', (schema) => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true })
    expect([ajv.validateSchema(schema), ajv.errorsText()]).toEqual([true, 'No errors'])
  })
})

describe('the binder', () => {
  it('reads every key that the schema allows', async () => {
    const specs = await loadSpecs(fixture, { cacheDir: null })
    expect(specs.diagnostics).toEqual([])
    const allowed = keysOf(place(spec, ''))
    // Loading has put the text of the file in its place.
    expect(specs.files[0]?.content.functions?.['touch_row']).toHaveProperty('body', 'begin return new; end\n')
    const read = new Set<string>(['#codeFile.file'])
    for (const dialect of [postgres, sqlite]) {
      const { diagnostics } = bind(recording(specs, read), dialect, null)
      const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
      expect(errors).toEqual(dialect.name === 'sqlite' ? expectedOnSqlite : [])
    }
    // The indexes of materialized views are those of tables, on the one engine that has them.
    const shared = (path: string): string => path.replace('.materialized_views.*.indexes', '.tables.*.indexes')
    expect([...allowed].filter((path) => !read.has(path) && !read.has(shared(path)))).toEqual([])
    expect(allowed.size).toBeGreaterThan(80)
  })
})

/** The fixture has one table in another schema, which also makes its foreign keys and enum wrong there. */
const expectedOnSqlite = [
  'table crm.customers is in the schema crm, but SQLite has only one',
  'enum crm.long is in the schema crm, but SQLite has only one',
]

function readSchema(name: string): Node {
  const node: Node = JSON.parse(readFileSync(new URL(`../../src/spec/${name}`, import.meta.url), 'utf8'))
  return node
}

function* nodesOf(node: Node, path = '#'): Generator<{ readonly node: Node; readonly path: string }> {
  yield { node, path }
  for (const [key, child] of Object.entries({ ...node.properties, ...node.definitions }))
    yield* nodesOf(child, `${path}.${key}`)
  for (const child of node.anyOf ?? []) yield* nodesOf(child, path)
  if (node.items !== undefined) yield* nodesOf(node.items, `${path}[]`)
  if (typeof node.additionalProperties === 'object') yield* nodesOf(node.additionalProperties, `${path}.*`)
}

function resolve(root: Node, node: Node): Node {
  return node.$ref === undefined ? node : (root.definitions?.[node.$ref.replace('#/definitions/', '')] ?? {})
}

interface Placed {
  readonly node: Node
  readonly path: string
}

/** A node with its alternatives; what several share goes by the name of its definition, and is read once. */
function place(written: Node, path: string): Placed[] {
  const here = written.$ref === undefined ? path : written.$ref.replace('#/definitions/', '#')
  const node = resolve(spec, written)
  return [{ node, path: here }, ...(node.anyOf ?? []).flatMap((child) => place(child, here))]
}

/** Every way to a key: names that users choose are `*`, list items `[]`. */
function keysOf(nodes: readonly Placed[], followed = new Set<Node>()): Set<string> {
  const found = new Set<string>()
  for (const { node, path } of nodes) {
    // Partitions have partitions.
    if (followed.has(node)) continue
    followed.add(node)
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      found.add(`${path}.${key}`)
      for (const deeper of keysOf(place(child, `${path}.${key}`), followed)) found.add(deeper)
    }
    for (const child of [...membersOf(node, path), ...itemsOf(node, path)]) {
      for (const deeper of keysOf([child], followed)) found.add(deeper)
    }
  }
  return found
}

function membersOf({ additionalProperties: rest }: Node, path: string): Placed[] {
  return typeof rest === 'object' ? place(rest, `${path}.*`) : []
}

function itemsOf({ items }: Node, path: string): Placed[] {
  return items === undefined ? [] : place(items, `${path}[]`)
}

function recording(specs: LoadedSpecs, read: Set<string>): LoadedSpecs {
  return {
    ...specs,
    files: specs.files.map((file) => ({ ...file, content: watched(file.content, place(spec, ''), read) })),
  }
}

/** The same value, noting the keys that are read, along the schema it was checked with. */
function watched<T extends object>(value: T, nodes: readonly Placed[], read: Set<string>): T {
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof key !== 'string') return member
      const named = nodes.flatMap(({ node, path }) => {
        const child = Object.hasOwn(node.properties ?? {}, key) ? node.properties?.[key] : undefined
        if (child === undefined) return []
        read.add(`${path}.${key}`)
        return place(child, `${path}.${key}`)
      })
      const others = nodes.flatMap(({ node, path }) =>
        Array.isArray(target) ? itemsOf(node, path) : membersOf(node, path),
      )
      const next = named.length > 0 ? named : others
      return typeof member === 'object' && member !== null ? watched(member, next, read) : member
    },
  })
}
