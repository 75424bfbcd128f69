import { ReconcileError } from '../../lib/errors.ts'

/** Why a connection could not be opened, by SQLSTATE or by the system's own code. */
const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ECONNREFUSED: ['nothing listens there', 'Check host and port, and that the server is running.'],
  ENOTFOUND: ['the host name is unknown', 'Check the host in the URL.'],
  EAI_AGAIN: ['the host name could not be looked up', 'Check the host in the URL and your name server.'],
  ETIMEDOUT: ['no answer', 'Check host, port and firewall.'],
  EHOSTUNREACH: ['there is no route to the host', 'Check the network or VPN.'],
  ECONNRESET: ['the other side hung up', 'Check that it is PostgreSQL that listens on that port.'],
  ENOENT: ['there is no such socket or certificate file', 'Check the path in the URL.'],
  '28P01': ['wrong password', 'Check user and password in the URL (special characters must be percent-encoded).'],
  '28000': [
    'the server does not let this user in',
    'Check the user, and pg_hba.conf on the server (it may require TLS).',
  ],
  '3D000': ['the database does not exist', 'Create it first (createdb), or correct the name in the URL.'],
  '42501': ['this user may not connect to the database', 'Grant it CONNECT on the database.'],
  '53300': ['the server has no connection left', 'Close other sessions or raise max_connections.'],
  '57P03': ['the server is starting up or shutting down', 'Try again in a moment.'],
}

/**
 * `unreachable`, with the place (host:port/database) and never the password. The cause is left out where the driver
 * puts the URL into it.
 */
export function connectionFailure(place: string, user: string | undefined, error: unknown): ReconcileError {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const code = codeOf(inner)
  const known = code === null ? undefined : reasons[code]
  const [reason, hint] = known ?? explain(inner)
  return new ReconcileError('unreachable', `cannot connect to ${place} as ${user ?? 'nobody'}: ${reason}`, {
    hint,
    cause: inner,
    ...(code !== null && /^[0-9A-Z]{5}$/.test(code) ? { sqlState: code } : {}),
  })
}

/** The driver's error on a malformed URL carries the URL, password and all: only our own words are passed on. */
export function unusableUrl(error: unknown): ReconcileError {
  const missingFile = codeOf(error) === 'ENOENT' && error instanceof Error && 'path' in error
  return new ReconcileError(
    'unreachable',
    missingFile
      ? `the file ${String(error.path)} named in the database URL does not exist`
      : 'the database URL is not valid',
    {
      hint: 'Write postgres://user:password@host:port/database; special characters in user or password must be percent-encoded (@ is %40).',
    },
  )
}

function explain(error: unknown): readonly [string, string] {
  const message = error instanceof Error ? error.message : String(error)
  if (/timeout|timed out/i.test(message)) return ['no answer within 10 s', 'Check host, port and firewall.']
  if (/password must be a string|no password/i.test(message)) {
    return ['it asks for a password and the URL has none', 'Put the password into the URL or into PGPASSWORD.']
  }
  if (/SSL|TLS|certificate|self.signed/i.test(message)) {
    return [
      message,
      'Check sslmode and sslrootcert in the URL (sslmode=verify-full with the right root, or no-verify).',
    ]
  }
  return [message, 'Check the URL and the server log.']
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
