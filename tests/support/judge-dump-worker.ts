import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'

/** What judge-dump.ts starts this thread with. */
export interface DumpTask {
  /** Bytes of the protocol, both ways. */
  readonly port: MessagePort
  /** Set when an answer has been put on the port. */
  readonly answered: Int32Array
  readonly args: readonly string[]
}

const { port, answered, args }: DumpTask = workerData

/** pg_dump is compiled code that waits for each answer, so the thread it runs in has to wait with it. */
const server = {
  query: () => Promise.resolve({ rows: [{ search_path: 'public' }] }),
  exec: () => Promise.resolve([]),
  execProtocolRawStream: (bytes: Uint8Array, { onRawData }: { onRawData: (bytes: Uint8Array) => void }) => {
    Atomics.store(answered, 0, 0)
    port.postMessage(bytes.slice())
    Atomics.wait(answered, 0, 0)
    onRawData(receiveMessageOnPort(port)?.message)
  },
}

type Server = Parameters<typeof pgDump>[0]['pg']

const file = await pgDump({ pg: server as unknown as Server, args: [...args] })
parentPort?.postMessage(await file.text())
