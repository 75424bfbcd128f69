import { fileURLToPath } from 'node:url'
import * as pty from '@lydell/node-pty'
import { Terminal as Emulator } from '@xterm/headless'

const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))

/** A process on a real pseudo-terminal, and what a person would see of it. */
export interface Terminal {
  type(text: string): void
  resize(cols: number, rows: number): void
  kill(signal: string): void
  /** The visible rows, right ends trimmed. */
  text(): Promise<string>
  /** The screen as it is once `wanted` is on it. Throws with the screen when it does not come. */
  see(wanted: string | RegExp): Promise<string>
  /** True while the alternate screen is on. */
  alternate(): Promise<boolean>
  cursorVisible(): boolean
  /** Everything the process wrote, byte for byte. */
  raw(): string
  readonly exit: Promise<{ readonly code: number; readonly signal: number }>
  dispose(): void
}

/** Starts `node script …args` in a terminal of that size. */
export function terminal(
  script: string,
  args: readonly string[],
  options: { cols: number; rows: number; env?: Record<string, string>; cwd?: string },
): Terminal {
  const { cols, rows } = options
  const emulator = new Emulator({ cols, rows, allowProposedApi: true })
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/tmp',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    ...options.env,
  }
  const child = pty.spawn(node, [script, ...args], {
    cols,
    rows,
    env,
    name: 'xterm-256color',
    cwd: options.cwd ?? process.cwd(),
  })
  const written: string[] = []
  child.onData((data) => {
    written.push(data)
    emulator.write(data)
  })
  const exit = new Promise<{ code: number; signal: number }>((resolve) => {
    child.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal: signal ?? 0 }))
  })
  const settled = () => new Promise<void>((resolve) => emulator.write('', resolve))
  const text = async (): Promise<string> => {
    await settled()
    const buffer = emulator.buffer.active
    return Array.from(
      { length: emulator.rows },
      (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true, 0, emulator.cols) ?? '',
    ).join('\n')
  }
  return {
    type: (keys) => child.write(keys),
    resize: (newCols, newRows) => {
      emulator.resize(newCols, newRows)
      child.resize(newCols, newRows)
    },
    kill: (signal) => child.kill(signal),
    text,
    see: async (wanted) => {
      const until = Date.now() + 30_000
      for (;;) {
        const screen = await text()
        if (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)) return screen
        if (Date.now() > until) throw new Error(`${String(wanted)} is not on the screen:\n${screen}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    alternate: async () => {
      await settled()
      return emulator.buffer.active.type === 'alternate'
    },
    cursorVisible: () => {
      const all = written.join('')
      return all.lastIndexOf('\u001b[?25h') >= all.lastIndexOf('\u001b[?25l')
    },
    raw: () => written.join(''),
    exit,
    dispose: () => {
      child.kill('SIGKILL')
      emulator.dispose()
    },
  }
}
