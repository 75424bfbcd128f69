import { resolve } from 'node:path'
import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { Target } from '../model/target.ts'

/** What a command line says about where to work. */
export interface Selection {
  readonly specs: string
  readonly state: string
  readonly target: string | null
  readonly url: string | null
}

/** Loaded on demand: who works on PostgreSQL never loads SQLite's native module. */
export async function dialectOf(name: Target['dialect']): Promise<Dialect> {
  switch (name) {
    case 'postgres':
      return (await import('../dialects/postgres/dialect.ts')).postgres
    case 'sqlite':
      return (await import('../dialects/sqlite/dialect.ts')).sqlite
  }
}

/** Connects, runs `body`, and closes whatever happens. */
export async function withSession<T>(
  dialect: Dialect,
  target: Target,
  body: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await dialect.connect(target.url, 'reconcile')
  try {
    return await body(session)
  } finally {
    await session.close()
  }
}

/** `state/<target>`: bundles, the recorded schema, reports. */
export function stateDirectory(selection: Selection, target: Target): string {
  return resolve(selection.state, target.name)
}

/** `name` null: neither the command line nor specs/reconcile.yaml names one. */
export function noSuchTarget(name: string | null, known: readonly string[]): ReconcileError {
  const listed = `Targets in specs/reconcile.yaml: ${known.join(', ')}.`
  if (known.length === 0) {
    const message = name === null ? 'no target is declared' : `there is no target called ${name}`
    return new ReconcileError('invalid_config', message, { hint: 'Declare it in specs/reconcile.yaml, or give --url.' })
  }
  return name === null
    ? new ReconcileError('invalid_config', 'no target is named and there is no default_target', {
        hint: `Name one with --target. ${listed}`,
      })
    : new ReconcileError('invalid_config', `there is no target called ${name}`, { hint: listed })
}
