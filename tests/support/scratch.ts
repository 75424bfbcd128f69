import { rmSync } from 'node:fs'
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'reconcile-test-'
const MEMORY = '/dev/shm'
const TMPFS = 0x01021994
const ROOM_NEEDED = 2 ** 30

/** What one process keeps outside the repository. Its directories carry its process id in their names. */
export interface Scratch {
  /** Databases. In memory where there is room: a database is 300 files, which takes ext4 twenty times as long. */
  readonly data: string
  /** Programs, on disk because memory is often mounted noexec. */
  readonly programs: string
  remove(): Promise<void>
  /** For exit handlers, which cannot wait. */
  removeNow(): void
}

export async function createScratch(): Promise<Scratch> {
  for (const root of new Set([MEMORY, tmpdir()])) await removeAbandoned(root)
  const data = await createDirectory((await hasRoomInMemory()) ? MEMORY : tmpdir())
  const programs = await createDirectory(tmpdir())
  const options = { recursive: true, force: true, maxRetries: 5 }
  return {
    data,
    programs,
    remove: async () => {
      for (const directory of [data, programs]) await rm(directory, options)
    },
    removeNow: () => {
      for (const directory of [data, programs]) rmSync(directory, options)
    },
  }
}

/** Open to others, because PostgreSQL does not run as root. */
async function createDirectory(root: string): Promise<string> {
  const directory = await mkdtemp(join(root, `${PREFIX}${process.pid}-`))
  await chmod(directory, 0o755)
  return directory
}

async function hasRoomInMemory(): Promise<boolean> {
  const { type, bavail, bsize } = await statfs(MEMORY).catch(() => ({ type: 0, bavail: 0, bsize: 0 }))
  return type === TMPFS && bavail * bsize >= ROOM_NEEDED
}

/**
 * A run that was killed outright leaves its servers behind. Taking their directory away is enough: a postmaster looks
 * for its postmaster.pid once a minute and shuts itself down when it is gone. No process is ever killed by a guess.
 */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner))) {
      await rm(join(root, name), { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
