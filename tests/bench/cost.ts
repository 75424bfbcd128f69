import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process took, in milliseconds. */
export interface Cost {
  readonly wallMs: number
  /** Processor time, its own and the server's: other work on the machine does not count. */
  readonly cpuMs: number
}

/** Of one run of `node …args` to its end; `server` is the first process of the PostgreSQL that works for it. */
export async function costOf(args: readonly string[], cwd: string, server: number | null): Promise<Cost> {
  const before = childrenMs('self') + (server === null ? 0 : childrenMs(server))
  const start = performance.now()
  execFileSync(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  const wallMs = performance.now() - start
  // The server's process ends a moment after its client, and only then is its time its parent's.
  if (server !== null) await new Promise((resolve) => setTimeout(resolve, 300))
  return { wallMs, cpuMs: childrenMs('self') + (server === null ? 0 : childrenMs(server)) - before }
}

/** Costs of each, in turns, so that a busy moment of the machine hits all of them; the medians of so many rounds. */
export async function inTurns<Name extends string>(
  rounds: number,
  each: Readonly<Record<Name, () => Promise<Cost>>>,
): Promise<Readonly<Record<Name, Cost>>> {
  const names = Object.keys(each) as Name[]
  const costs = new Map<Name, Cost[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) costs.get(name)?.push(await each[name]())
  }
  const middle = (name: Name): Cost => {
    const found = costs.get(name) ?? []
    return { wallMs: median(found.map(({ wallMs }) => wallMs)), cpuMs: median(found.map(({ cpuMs }) => cpuMs)) }
  }
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as Record<Name, Cost>
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Ticks of `proc(5)` are hundredths of a second on every Linux. */
const tickMs = 10

/** Processor time of all children of a process that have ended: `cutime` and `cstime`. */
function childrenMs(pid: number | 'self'): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * tickMs
}
