import { once } from 'node:events'
import type { Socket } from 'node:net'
import { MessageChannel, Worker } from 'node:worker_threads'
import pg from 'pg'
import type { DumpAnswer, DumpTask } from './judge-dump-worker.ts'

/**
 * What PostgreSQL's own tool says of a database, statement by statement and sorted, without what is Reconcile's own: an
 * oracle that shares no code with us (DESIGN.md §10). It is pg_dump 18 as @electric-sql/pglite-tools compiles it, which
 * reads every server we know; its protocol is carried over a connection of the ordinary driver.
 */
export async function dumpOf(url: string): Promise<string[]> {
  const excluded = ['reconcile', 'reconcile_quarantine'].map((name) => `--exclude-schema=${name}`)
  const text = await dump(url, ['--schema-only', ...excluded])
  return text
    .split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
    .sort()
}

/**
 * Columns and checks of tables in the order of their names: engines cannot move one, so a changed table has another. Nor
 * does NOT NULL get another name with its table (18), unless the specs ask for one.
 */
export function withoutOrder(statements: readonly string[]): string[] {
  return statements.map(withoutNotNullNames).map((statement) => {
    const [, head = '', body = '', end = ''] =
      /^(CREATE TABLE [^\n]* \()\n([\s\S]*?)\n(\)[\s\S]*)$/.exec(statement) ?? []
    return head === '' ? statement : [head, ...body.split(/,\n(?= {4}\S)/).toSorted(), end].join('\n')
  })
}

/** On 18 NOT NULL has a name, which the server gives. */
export function withoutNotNullNames(statement: string): string {
  return statement.replaceAll(/ CONSTRAINT (?:"(?:[^"]|"")+"|\S+) NOT NULL\b/g, ' NOT NULL')
}

async function dump(url: string, args: readonly string[]): Promise<string> {
  const { socket, hello } = await openSocket(url)
  const { port1, port2 } = new MessageChannel()
  const answered = new Int32Array(new SharedArrayBuffer(4))
  const answer = (bytes: Uint8Array): void => {
    port1.postMessage(bytes)
    Atomics.store(answered, 0, 1)
    Atomics.notify(answered, 0)
  }
  let received = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    if (!isComplete(received)) return
    answer(received)
    received = Buffer.alloc(0)
  })
  port1.on('message', (bytes: Uint8Array) => {
    // A startup packet alone has no letter in front; the driver has been let in already.
    if (bytes[0] === 0) answer(hello)
    else if (bytes[0] === letter('X')) answer(Buffer.alloc(0))
    else socket.write(bytes)
  })
  try {
    return await inTurn({ port: port2, answered, args })
  } finally {
    port1.close()
    socket.destroy()
  }
}

let worker: Worker | null = null
let last: Promise<unknown> = Promise.resolve()

/** One dump after the other, all by the same thread. */
function inTurn(task: DumpTask): Promise<string> {
  const dumped = last.then(() => dumpBy((worker ??= startWorker()), task))
  last = dumped.catch(() => undefined)
  return dumped
}

function startWorker(): Worker {
  const started = new Worker(new URL('judge-dump-worker.ts', import.meta.url))
  // It does not keep the process that asks it.
  started.unref()
  return started
}

async function dumpBy(thread: Worker, task: DumpTask): Promise<string> {
  thread.postMessage(task, [task.port])
  const [answer]: DumpAnswer[] = await once(thread, 'message')
  if (answer === undefined) throw new Error('pg_dump said nothing')
  if ('error' in answer) throw new Error(`pg_dump: ${answer.error}`)
  return answer.text
}

/** The driver's connection once it is ready, taken over byte by byte, and what the server has told it about itself. */
async function openSocket(url: string): Promise<{ socket: Socket; hello: Buffer }> {
  const client = new pg.Client({ connectionString: url })
  // Its end is not what the driver expects.
  client.on('error', () => undefined)
  const { connection }: { connection: pg.Connection } = client as never
  const parameters: Buffer[] = []
  connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
    parameters.push(message('S', Buffer.from(`${parameterName}\0${parameterValue}\0`)))
  })
  await client.connect()
  const socket = connection.stream as Socket
  socket.removeAllListeners('data')
  const hello = [
    message('R', Buffer.alloc(4)),
    ...parameters,
    message('K', Buffer.alloc(8)),
    message('Z', Buffer.from('I')),
  ]
  return { socket, hello: Buffer.concat(hello) }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(letter(type), 0)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** The server has said all: the last whole message is ReadyForQuery. */
function isComplete(bytes: Buffer): boolean {
  let at = 0
  let last = 0
  while (at + 5 <= bytes.length) {
    last = bytes.readUInt8(at)
    at += 1 + bytes.readInt32BE(at + 1)
  }
  return at === bytes.length && last === letter('Z')
}

function letter(text: string): number {
  return text.charCodeAt(0)
}
