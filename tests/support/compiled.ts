import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const patienceMs = 60_000

export interface Compiled {
  /** The command line itself, ready for plain `node`. */
  readonly main: string
  /** `tests/tui/play-screen.ts`. */
  readonly playScreen: string
  /** For NODE_COMPILE_CACHE: a process takes longer to read its own code than for all it does. */
  readonly cache: string
}

/** Node strips types but not JSX, so processes need compiled files: made by whoever asks first, once per test run. */
export async function compiled(): Promise<Compiled> {
  const directory = join(inject('programsDirectory'), 'compiled')
  if (await isFirst(`${directory}.begun`)) await compile(directory)
  const until = Date.now() + patienceMs
  while (!existsSync(directory)) {
    if (Date.now() > until) throw new Error('the sources were not compiled: see the first file that needed them')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    main: join(directory, 'src/main.js'),
    playScreen: join(directory, 'tests/tui/play-screen.js'),
    cache: join(directory, 'cache'),
  }
}

/** Creating a directory succeeds once, whoever else tries at the same moment. */
async function isFirst(mark: string): Promise<boolean> {
  try {
    await mkdir(mark)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function compile(directory: string): Promise<void> {
  const partial = `${directory}.partial`
  await mkdir(join(partial, 'src/spec'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(partial, 'node_modules'))
  await copyFile(join(root, 'package.json'), join(partial, 'package.json'))
  for (const name of await readdir(join(root, 'src/spec'))) {
    if (name.endsWith('.json')) await copyFile(join(root, 'src/spec', name), join(partial, 'src/spec', name))
  }
  const config = {
    extends: join(root, 'tsconfig.json'),
    // Types are checked by a stage of their own (`npm run types`).
    compilerOptions: { rootDir: root, outDir: partial, declaration: false, isolatedDeclarations: false, noCheck: true },
    files: [join(root, 'tests/tui/play-screen.ts')],
    include: [join(root, 'src')],
  }
  await writeFile(join(partial, 'tsconfig.json'), JSON.stringify(config))
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', partial])
  } catch (error) {
    throw new Error(`the sources do not compile: ${String((error as { stdout?: unknown }).stdout)}`, { cause: error })
  }
  await rename(partial, directory)
}
