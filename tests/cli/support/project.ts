import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Ended, type Running, start, type StartOptions } from './process.ts'

/** A directory with `specs/`, as a user has one, and the command line in it. Its one target is called `app`. */
export interface Project {
  readonly directory: string
  /** Writes `specs/schema.yaml`, or another file of that name below the directory. */
  write(text: string, file?: string): Promise<void>
  /** Runs the command line to its end. */
  run(...args: readonly string[]): Promise<Ended>
  runWith(options: Partial<StartOptions>, ...args: readonly string[]): Promise<Ended>
  start(options: Partial<StartOptions>, ...args: readonly string[]): Promise<Running>
  /** Like `run`; throws with all it wrote unless it exits with that code. */
  expect(code: number, ...args: readonly string[]): Promise<Ended>
  /** The text of every file below `state/`, by path. The database may be there too: it is no text and left out. */
  stateFiles(): ReadonlyMap<string, string>
  remove(): Promise<void>
}

export interface ProjectOptions {
  readonly url: string
  readonly gate?: 'none' | 'manual'
  /** More lines of the target, indented by four. */
  readonly target?: string
}

/** The URL comes from the environment, as it should: whatever is found in a file has got there by mistake. */
export async function createProject({ url, gate = 'none', target = '' }: ProjectOptions): Promise<Project> {
  const directory = await mkdtemp(join(inject('sqliteDirectory'), 'project-'))
  await mkdir(join(directory, 'specs'))
  const config = `targets:\n  app:\n    url: \${APP_URL}\n    gate: ${gate}\n${target}default_target: app\n`
  await writeFile(join(directory, 'specs/reconcile.yaml'), config)
  const startWith = (options: Partial<StartOptions>, args: readonly string[]): Promise<Running> =>
    start(args, { directory, ...options, env: { APP_URL: url, ...options.env } })
  const runWith = async (options: Partial<StartOptions>, args: readonly string[]): Promise<Ended> =>
    await (await startWith(options, args)).ended
  return {
    directory,
    write: (text, file = 'specs/schema.yaml') => writeFile(join(directory, file), text),
    run: (...args) => runWith({}, args),
    runWith: (options, ...args) => runWith(options, args),
    start: (options, ...args) => startWith(options, args),
    expect: async (code, ...args) => {
      const ended = await runWith({}, args)
      if (ended.code !== code) throw new Error(`reconcile ${args.join(' ')}: ${told(ended)}`)
      return ended
    },
    stateFiles: () => filesBelow(join(directory, 'state')),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

export function told({ code, signal, stdout, stderr }: Ended): string {
  return `exit ${code ?? signal}\n── stdout\n${stdout}\n── stderr\n${stderr}`
}

function filesBelow(root: string): Map<string, string> {
  if (!existsSync(root)) return new Map()
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => statSync(join(root, path)).isFile() && !/\.db(-wal|-shm)?$/.test(path))
  return new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}
