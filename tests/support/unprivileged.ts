import { execFile, execFileSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

export interface Identity {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root. `nobody` exists wherever initdb can look users up; a `postgres` user may not. */
export function unprivilegedIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** A checkout below /root, say, is closed to everybody else however readable the file itself is. */
export async function readableByAnyone(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode } = await stat(at)
    if ((mode & 0o005) !== 0o005) return false
    if (at === dirname(at)) return true
  }
}

export async function run(
  command: string,
  args: readonly string[],
  options: { identity?: Identity | undefined; env: NodeJS.ProcessEnv },
): Promise<void> {
  // The working directory must be one that the other user may enter.
  await promisify(execFile)(command, args, { ...options.identity, env: options.env, cwd: '/' })
}
