import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'

/** What judge-dump.ts asks of this thread: one dump. */
export interface DumpTask {
  /** Bytes of the protocol, both ways. */
  readonly port: MessagePort
  /** Set when an answer has been put on the port. */
  readonly answered: Int32Array
  readonly args: readonly string[]
}

export type DumpAnswer = { readonly text: string } | { readonly error: string }

/** pg_dump is compiled code that waits for each answer, so the thread it runs in has to wait with it. */
function serverBehind({ port, answered }: DumpTask) {
  return {
    query: () => Promise.resolve({ rows: [{ search_path: 'public' }] }),
    exec: () => Promise.resolve([]),
    execProtocolRawStream: (bytes: Uint8Array, { onRawData }: { onRawData: (bytes: Uint8Array) => void }) => {
      Atomics.store(answered, 0, 0)
      port.postMessage(bytes.slice())
      Atomics.wait(answered, 0, 0)
      onRawData(receiveMessageOnPort(port)?.message)
    },
  }
}

type Server = Parameters<typeof pgDump>[0]['pg']

/** Every dump would compile the same code again, which takes longer than to run it. TypeScript knows WebAssembly from browsers only. */
interface Compiler {
  compile(code: Uint8Array): Promise<object>
  instantiate(module: object, imports: object): Promise<object>
}
const compiler: Compiler = Reflect.get(globalThis, 'WebAssembly')
const instantiate = compiler.instantiate.bind(compiler)
let compiled: Promise<object> | null = null
compiler.instantiate = async (code, imports) => {
  if (!(code instanceof Uint8Array)) return await instantiate(code, imports)
  const module = await (compiled ??= compiler.compile(code))
  return { module, instance: await instantiate(module, imports) }
}

async function answerTo(task: DumpTask): Promise<DumpAnswer> {
  try {
    const file = await pgDump({ pg: serverBehind(task) as unknown as Server, args: [...task.args] })
    return { text: await file.text() }
  } catch (error) {
    return { error: String(error) }
  }
}

parentPort?.on('message', (task: DumpTask) => void answerTo(task).then((answer) => parentPort?.postMessage(answer)))
