import { afterAll, beforeAll } from 'vitest'
import { postgresMajors } from './databases.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { createScratch, type Scratch } from './scratch.ts'

/** A server for the tests of one file alone, for what others would notice; asked for once the tests run. */
export function ownServer(): () => PostgresServer {
  let scratch: Scratch
  let server: PostgresServer
  beforeAll(async () => {
    scratch = await createScratch()
    server = await startPostgres(postgresMajors()[0] ?? 18, scratch)
  })
  afterAll(async () => {
    await server.stop()
    await scratch.remove()
  })
  return () => server
}
