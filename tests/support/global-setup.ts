import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgres } from './postgres-server.ts'
import { createScratch } from './scratch.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** In the order in which RECONCILE_TEST_POSTGRES names them. */
    postgresServers: { major: number; url: string }[]
    sqliteDirectory: string
    /** For compiled programs, on a disk that may run them. */
    programsDirectory: string
  }
}

const DEFAULT_MAJORS = '18,14'

/** Servers are started once per run, since starting one takes as long as hundreds of tests. Returns the teardown. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratch = await createScratch()
  const servers: PostgresServer[] = []
  const abandon = () => {
    for (const server of servers) server.kill()
    scratch.removeNow()
  }
  process.once('exit', abandon)
  const teardown = async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await scratch.remove()
    process.removeListener('exit', abandon)
  }
  try {
    // All outcomes are awaited, not just the first failure: a server still starting could not be stopped.
    const majors = requestedMajors()
    const outcomes = await Promise.allSettled(majors.map((major) => startPostgres(major, scratch)))
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') servers.push(outcome.value)
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    const sqliteDirectory = join(scratch.data, 'sqlite')
    await mkdir(sqliteDirectory)
    project.provide(
      'postgresServers',
      servers.map(({ major, url }) => ({ major, url })),
    )
    project.provide('sqliteDirectory', sqliteDirectory)
    project.provide('programsDirectory', scratch.programs)
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}

function requestedMajors(): number[] {
  const text = process.env['RECONCILE_TEST_POSTGRES'] || DEFAULT_MAJORS
  const majors = text.split(',').map(Number)
  if (!majors.every(Number.isInteger)) throw new Error(`RECONCILE_TEST_POSTGRES=${text}: expected majors such as 18,14`)
  return majors
}
