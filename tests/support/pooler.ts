import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import pg from 'pg'

/** Something like PgBouncer in transaction mode: each transaction gets whichever backend is free. */
export interface Pooler {
  /** The same database, through the pool. */
  readonly url: string
  close(): Promise<void>
}

interface Backend {
  readonly socket: Socket
  /** Who it works for just now. */
  user: Client | null
}

interface Client {
  readonly socket: Socket
  backend: Backend | null
  /** Answers that are still to come: one for each Sync or simple Query. */
  awaited: number
}

/** `rotating`: the backend that has been idle for longest comes next, as on a busy pool; otherwise the last one. */
export async function startPooler(
  url: string,
  { size, rotating }: { size: number; rotating: boolean },
): Promise<Pooler> {
  const idle = await Promise.all(Array.from({ length: size }, () => openBackend(url)))
  const all = [...idle]
  const waiting: { client: Client; message: Buffer }[] = []
  const assign = (client: Client): Backend | null => {
    const backend = client.backend ?? (rotating ? idle.shift() : idle.pop()) ?? null
    client.backend = backend
    if (backend !== null) backend.user = client
    return backend
  }
  const forward = (client: Client, message: Buffer): void => {
    const backend = assign(client)
    if (backend === null) {
      waiting.push({ client, message })
      return
    }
    if (isRequest(message)) client.awaited += 1
    backend.socket.write(message)
  }
  const release = (backend: Backend): void => {
    if (backend.user !== null) backend.user.backend = null
    backend.user = null
    idle.push(backend)
    for (const { client, message } of waiting.splice(0)) forward(client, message)
  }
  for (const backend of all) {
    backend.socket.on(
      'data',
      eachMessage((message) => {
        const { user } = backend
        if (user === null) return
        user.socket.write(message)
        if (message[0] !== ready) return
        user.awaited -= 1
        if (user.awaited === 0 && message[5] === outside) release(backend)
      }),
    )
  }
  const server = createServer((socket) => serve(socket, forward))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const pooled = new URL(url)
  pooled.port = String((server.address() as AddressInfo).port)
  return { url: pooled.href, close: () => close(server, all) }
}

/** ReadyForQuery, and its status outside of a transaction. */
const [ready, outside] = [code('Z'), code('I')]

function code(letter: string): number {
  return letter.charCodeAt(0)
}

function isRequest(message: Buffer): boolean {
  return message[0] === code('Q') || message[0] === code('S')
}

/** The driver logs in; from then on the socket is ours. */
async function openBackend(url: string): Promise<Backend> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { stream: socket } = (client as unknown as { connection: { stream: Socket } }).connection
  socket.removeAllListeners()
  return { socket, user: null }
}

/** Lets everybody in; the backends are logged in already. */
function serve(socket: Socket, forward: (client: Client, message: Buffer) => void): void {
  const client: Client = { socket, backend: null, awaited: 0 }
  socket.on('error', () => undefined)
  socket.once('data', () => {
    const [ok, key, idle] = [Buffer.alloc(9), Buffer.alloc(13), Buffer.from('Z\0\0\0\u0005I', 'latin1')]
    ok.write('R', 0)
    ok.writeInt32BE(8, 1)
    key.write('K', 0)
    key.writeInt32BE(12, 1)
    socket.write(Buffer.concat([ok, key, idle]))
    socket.on(
      'data',
      eachMessage((message) => {
        if (message[0] === code('X')) socket.end()
        else forward(client, message)
      }),
    )
  })
}

/** A type, a length that counts itself, and the rest. */
function eachMessage(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 5) {
      const length = 1 + rest.readInt32BE(1)
      if (rest.length < length) return
      take(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  }
}

async function close(server: Server, backends: readonly Backend[]): Promise<void> {
  server.close()
  for (const { socket } of backends) socket.destroy()
}
