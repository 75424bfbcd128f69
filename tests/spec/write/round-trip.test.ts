import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeSpecs } from '../../../src/spec/write/write.ts'
import { anySchema } from '../../properties/arbitrary.ts'
import { replay, runs } from '../../properties/runs.ts'
import { dialects } from '../../support/schemas.ts'
import { readBack } from './written.ts'

describe.each(dialects)('$dialect.name', ({ dialect, serverVersion }) => {
  it.each(['whole', 'schema', 'table'] as const)(
    'any schema is read back as it was written, layout %s',
    async (layout) => {
      await fc.assert(
        fc.asyncProperty(
          anySchema({ name: dialect.name, major: Number.parseInt(serverVersion, 10) }),
          async (schema) => {
            fc.pre(schema.tables.length > 0)
            const files = writeSpecs(schema, { dialect, serverVersion, layout, jsonSchema: 'spec.schema.json' })
            expect(await readBack(files, dialect, serverVersion)).toEqual(schema)
          },
        ),
        { numRuns: runs(60), ...replay() },
      )
    },
  )
})
