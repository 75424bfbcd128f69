import { describe, expect, it } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import { bind } from '../../../src/spec/bind.ts'
import { loadSpecs } from '../../../src/spec/load.ts'
import { writeSpecs } from '../../../src/spec/write/write.ts'
import { corpus } from '../../support/cases.ts'
import { readBack } from './written.ts'

const kinds = ['function', 'procedure', 'aggregate', 'trigger']
const cases = corpus().filter(({ name, refused }) => kinds.includes(name.split('/')[0] ?? '') && refused === null)

describe.each([
  [postgres, '18'],
  [sqlite, '3.54.0'],
])('functions, procedures, aggregates and triggers', (dialect, serverVersion) => {
  it.each(cases)('$name is read back as it was written', async ({ after }) => {
    const { schema } = bind(await loadSpecs(after, { cacheDir: null }), dialect, serverVersion).desired
    const options = { dialect, serverVersion, layout: 'table', jsonSchema: 'spec.schema.json' } as const
    expect(await readBack(writeSpecs(schema, options), dialect, serverVersion)).toEqual(schema)
  })
})
