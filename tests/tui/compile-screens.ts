import { execFile } from 'node:child_process'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface CompiledScreens {
  /** `play-screen.js`, ready for plain `node`. */
  readonly script: string
  remove(): Promise<void>
}

/** Node strips types but not JSX, so a process that shows screens needs compiled files. */
export async function compileScreens(): Promise<CompiledScreens> {
  const directory = await mkdtemp(join(tmpdir(), 'reconcile-screens-'))
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'))
  await writeFile(join(directory, 'package.json'), '{"type":"module"}')
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      rootDir: root,
      outDir: directory,
      declaration: false,
      isolatedDeclarations: false,
      noEmitOnError: true,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: [join(root, 'tests/tui/play-screen.ts')],
    include: [],
  }
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config))
  try {
    await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', directory])
  } catch (error) {
    throw new Error(`the screens do not compile: ${String((error as { stdout?: unknown }).stdout)}`, { cause: error })
  }
  return {
    script: join(directory, 'tests/tui/play-screen.js'),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
