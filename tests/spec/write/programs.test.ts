import { describe, expect, it } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { bind } from '../../../src/spec/bind.ts'
import { loadSpecs } from '../../../src/spec/load.ts'
import { writeSpecs } from '../../../src/spec/write/write.ts'
import { corpus } from '../../support/cases.ts'
import { readBack } from './written.ts'

const kinds = ['function', 'procedure', 'aggregate', 'trigger']
const cases = corpus().filter(({ name, refused }) => kinds.includes(name.split('/')[0] ?? '') && refused === null)

describe('functions, procedures, aggregates and triggers', () => {
  it.each(cases)('$name is read back as it was written', async ({ after }) => {
    const { schema } = bind(await loadSpecs(after, { cacheDir: null }), postgres, '18').desired
    const options = { dialect: postgres, serverVersion: '18', layout: 'table', jsonSchema: 'spec.schema.json' } as const
    expect(await readBack(writeSpecs(schema, options), postgres, '18')).toEqual(schema)
  })
})
