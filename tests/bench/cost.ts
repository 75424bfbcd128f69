import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Processor time of one run of `node …args` to its end, in milliseconds. Other work on the machine does not count. */
export async function costOf(args: readonly string[], from: Place): Promise<number> {
  const { cwd, server, exits = [0] } = from
  const spent = (): number => childrenMs('self') + (server === null ? 0 : childrenMs(server))
  const before = spent()
  run(args, cwd, exits)
  // The server's process ends a moment after its client, and only then is its time its parent's.
  if (server !== null) await new Promise((resolve) => setTimeout(resolve, 300))
  return spent() - before
}

export interface Place {
  readonly cwd: string
  /** The first process of the PostgreSQL that works for it: its time counts as well. */
  readonly server: number | null
  /** Exit codes that are as they should be. */
  readonly exits?: readonly number[]
}

function run(args: readonly string[], cwd: string, exits: readonly number[]): void {
  try {
    execFileSync(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? error.status : null
    if (typeof status !== 'number' || !exits.includes(status)) throw error
  }
}

/**
 * The least that each has cost in so many rounds, in turns: what a busy machine takes from the caches of the processor only
 * adds to it.
 */
export async function leastInTurns<Name extends string>(
  rounds: number,
  each: Readonly<Record<Name, () => number | Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(each) as Name[]
  const least = new Map<Name, number>()
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) least.set(name, Math.min(await each[name](), least.get(name) ?? Infinity))
  }
  return Object.fromEntries(least) as Record<Name, number>
}

/** Ticks of `proc(5)` are hundredths of a second on every Linux. */
const tickMs = 10

/** Processor time of all children of a process that have ended: `cutime` and `cstime`. */
function childrenMs(pid: number | 'self'): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * tickMs
}
