import { spawn } from 'node:child_process'
import { ReconcileError } from '../lib/errors.ts'
import type { Workplace } from './workplace.ts'

/**
 * `backup`: a shell command that must exit 0 before the first statement. It sees the environment and writes to our
 * stderr. Throws `refused` when it fails.
 */
export async function runBackup({ backup, target }: Workplace): Promise<void> {
  if (backup === null) return
  const code = await new Promise<number | string>((resolve) => {
    const child = spawn(backup, { shell: true, stdio: ['ignore', 2, 2] })
    child.on('error', (error) => resolve(error.message))
    child.on('close', (status, signal) => resolve(status ?? signal ?? 'unknown'))
  })
  if (code === 0) return
  throw new ReconcileError('refused', `the backup command of ${target.name} failed (${code}); nothing was changed`, {
    hint: 'Its output is above. It is `backup:` of the target in specs/reconcile.yaml.',
  })
}
