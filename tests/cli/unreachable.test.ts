import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, postgresEngine, type World } from './support/world.ts'

/** Found anywhere in what the tool writes, it has leaked; in pieces too, for URLs that are cut in the wrong place. */
const secret = 'hunter2'
const schema = 'tables:\n  notes:\n    columns: { id: bigint }\n    primary_key: [id]\n'

let world: World
let silent: Server
beforeAll(async () => {
  world = await createWorld(postgresEngine())
  await world.write(schema)
  // Speaks no PostgreSQL: hangs up on whoever comes.
  silent = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  silent.close()
  await world.dispose()
})

function at(change: (url: URL) => void): string {
  const url = new URL(world.url)
  change(url)
  return url.href
}

function silentPort(): string {
  const address = silent.address()
  return typeof address === 'object' && address !== null ? String(address.port) : ''
}

/** 69, what is wrong, and nowhere the secret: not on the streams, not in a file, whatever the verb. */
async function refuses(url: string, says: string | RegExp, ...args: readonly string[]): Promise<void> {
  const ended = await world.runWith({ env: { APP_URL: url } }, ...args)
  const everything = [ended.stdout, ended.stderr, ...world.stateFiles().values()].join('\n')
  expect(everything).not.toContain(secret)
  expect(everything).not.toContain(encodeURIComponent(secret))
  expect(ended.stderr).toMatch(says)
  expect(ended.code).toBe(69)
}

describe('69: a database out of reach', () => {
  test.each([
    [
      'nothing listens',
      () => `postgres://app:${secret}@127.0.0.1:1/app`,
      'cannot connect to 127.0.0.1:1/app as app: nothing listens there',
    ],
    ['no such host', () => `postgres://app:${secret}@no-such-host.invalid/app`, /host name/],
    [
      'the password is wrong',
      () => at((url) => (url.password = `${secret}%wrong`)),
      /as postgres: wrong password \(28P01\)/,
    ],
    ['there is no such database', () => at((url) => (url.pathname = '/none')), /the database does not exist \(3D000\)/],
    ['something else listens', () => `postgres://app:${secret}@127.0.0.1:${silentPort()}/app`, 'cannot connect'],
  ])('%s', async (_, url, says) => {
    await refuses(url(), says, 'plan')
  })

  test('for every verb that needs one, with --verbose and its stack traces too', async () => {
    const url = at((one) => (one.password = `${secret}-wrong`))
    for (const verb of [['plan', '--verbose'], ['--yes', '--json'], ['status'], ['rollback', '--yes'], ['purge']]) {
      await refuses(url, 'wrong password', ...verb)
    }
  })

  test('with --url as well', async () => {
    await refuses(
      world.url,
      'wrong password',
      'plan',
      '--url',
      at((url) => (url.password = `${secret}/wrong`)),
    )
  })
})

describe('URLs that people mistype keep their secret', () => {
  test.each([
    ['raw special characters', `postgres://app:${secret}/a?b#c@127.0.0.1:1/app`],
    ['at signs', `postgres://app:${secret}@${secret}@127.0.0.1:1/app`],
    ['a percent sign that encodes nothing', `postgres://app:${secret}%zz@127.0.0.1:1/app`],
    ['a space', `postgres://app:${secret} ${secret}@127.0.0.1:1/app`],
    ['a secret in the query', `postgres://app@127.0.0.1:1/app?password=${secret}`],
    [
      'a certificate that is not there',
      `postgres://app:${secret}@127.0.0.1:1/app?sslmode=verify-full&sslrootcert=/none.pem`,
    ],
  ])('%s', async (_, url) => {
    await refuses(url, /cannot connect|not valid|does not exist/, '--yes', '--json')
  })

  test.each([
    ['another scheme', `mysql://app:${secret}@127.0.0.1/app`],
    ['no URL', `app:${secret}@127.0.0.1/app`],
    ['nothing', ' '],
    ['a port that is none', `postgres://app:${secret}@127.0.0.1:port/app`],
    ['an open bracket', `postgres://app:${secret}@[::1/app`],
    ['no host at all', `postgres://app:${secret}@`],
  ])('65: %s', async (_, url) => {
    const { code, stdout, stderr } = await world.runWith({ env: { APP_URL: url } }, 'plan')
    expect(stdout + stderr).not.toContain(secret)
    expect(stderr).toMatch(/sqlite:|postgres:\/\//)
    expect(code).toBe(65)
  })
})

test('a password of odd characters connects, and is kept nowhere', async () => {
  const { password } = new URL(world.url)
  expect(password).not.toBe(encodeURIComponent(decodeURIComponent(password)).replaceAll('%', ''))
  await world.expect(0, '--yes', '--json')
  await world.expect(0, 'status')
  const journal = await world.rows(
    `select row_to_json(r)::text || row_to_json(s)::text as text from reconcile.runs r, reconcile.steps s`,
  )
  const kept = [...journal.map(({ text }) => String(text)), ...world.stateFiles().values()]
  expect(kept.length).toBeGreaterThan(4)
  for (const text of kept) {
    expect(text).not.toContain(decodeURIComponent(password))
    expect(text).not.toContain(password)
  }
})
