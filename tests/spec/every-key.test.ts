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
    const allowed = keysOf(spec, spec, '')
    const read = new Set<string>()
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

/**
 * Every way to a key: names that users choose are `*`, list items `[]`. A definition that partitions share with tables is
 * followed at its first place alone.
 */
function keysOf(root: Node, written: Node, path: string, followed = new Set<string>()): Set<string> {
  if (written.$ref !== undefined && path.includes('.partition') && followed.has(written.$ref)) return new Set()
  if (written.$ref !== undefined) followed.add(written.$ref)
  const node = resolve(root, written)
  const found = new Set<string>()
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    found.add(`${path}.${key}`)
    for (const deeper of keysOf(root, child, `${path}.${key}`, followed)) found.add(deeper)
  }
  const rest: readonly (readonly [Node | undefined, string])[] = [
    [node.items, `${path}[]`],
    [typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined, `${path}.*`],
    ...(node.anyOf ?? []).map((child) => [child, path] as const),
  ]
  for (const [child, below] of rest)
    if (child !== undefined) for (const deeper of keysOf(root, child, below, followed)) found.add(deeper)
  return found
}

function recording(specs: LoadedSpecs, read: Set<string>): LoadedSpecs {
  return { ...specs, files: specs.files.map((file) => ({ ...file, content: watched(file.content, [spec], '', read) })) }
}

/** The same value, noting the keys that are read, along the schema it was checked with. */
function watched<T extends object>(value: T, written: readonly Node[], path: string, read: Set<string>): T {
  const nodes = written.flatMap((node) => alternatives(resolve(spec, node)))
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof key !== 'string') return member
      const named = nodes.flatMap((node) =>
        Object.hasOwn(node.properties ?? {}, key) ? [node.properties?.[key] ?? {}] : [],
      )
      const items = Array.isArray(target) ? nodes.flatMap(({ items: item }) => (item === undefined ? [] : [item])) : []
      const free = nodes.flatMap(({ additionalProperties: rest }) => (typeof rest === 'object' ? [rest] : []))
      const below = named.length > 0 ? `${path}.${key}` : Array.isArray(target) ? `${path}[]` : `${path}.*`
      if (named.length > 0) read.add(below)
      const next = named.length > 0 ? named : Array.isArray(target) ? items : free
      return typeof member === 'object' && member !== null ? watched(member, next, below, read) : member
    },
  })
}

function alternatives(node: Node): readonly Node[] {
  return [node, ...(node.anyOf ?? []).flatMap((child) => alternatives(resolve(spec, child)))]
}
