import { ReconcileError } from '../../lib/errors.ts'
import type { DatabaseFailure } from '../dialect.ts'

type Kind = DatabaseFailure['kind']

/** hazards.md 6A: what a SQLSTATE usually means in the middle of a schema change, and what to do. */
const known: Readonly<Record<string, readonly [Kind, string]>> = {
  '23502': [
    'data',
    'There are NULLs where the change allows none: fill them with a backfill, or give the column a default.',
  ],
  '23503': ['data', 'Rows point to nothing: delete or correct them, or create what they point to.'],
  '23505': ['data', 'There are duplicates: keep one row of each key, then try again.'],
  '23514': ['data', 'Rows break the check: correct them, or loosen the check.'],
  '23P01': ['data', 'Rows overlap: correct them first.'],
  '22P02': ['data', 'A value cannot be read as the new type: correct it first.'],
  '22001': ['data', 'A value is too long for the new type: shorten it, or keep the wider type.'],
  '22003': ['data', 'A number does not fit the new type: correct it, or keep the wider type.'],
  '42804': ['other', 'The types do not go together: a value or default has no automatic cast to the new type.'],
  '42P07': ['other', 'The name is taken: tables, indexes, views and sequences share one set of names. Plan again.'],
  '42701': ['other', 'The column exists already: the database has changed since the plan. Plan again.'],
  '42710': ['other', 'The name is taken: the database has changed since the plan. Plan again.'],
  '42P01': ['other', 'The table is not there: the database has changed since the plan, or an expression misspells it.'],
  '42703': [
    'other',
    'The column is not there: the database has changed since the plan, or an expression misspells it.',
  ],
  '42704': ['other', 'The object is not there: the database has changed since the plan, or a name is misspelt.'],
  '42883': [
    'other',
    'There is no such function or operator for these types: check its spelling, its schema and the casts.',
  ],
  '2BP01': ['other', 'Other objects depend on it: see the detail, and change or drop those first.'],
  '42P17': ['other', 'Only immutable functions may be used there: now() or a time zone makes the result change.'],
  '42830': ['other', 'The referenced columns need a primary key or unique constraint first.'],
  '42501': ['privilege', 'Connect as the owner of the object, or have the privilege granted.'],
  '25006': [
    'privilege',
    'This connection only reads: it leads to a standby, or default_transaction_read_only is on. Use the primary.',
  ],
  '428C9': ['data', 'The column is generated: it takes no values of its own.'],
  '0A000': [
    'other',
    'The server refuses this form: usually a view, policy, trigger or generated column uses the column.',
  ],
  '55P03': ['lock', 'Somebody holds a lock on the table: wait for that transaction, or end it.'],
  '55P04': ['other', 'A new enum label can only be used once the transaction that added it is over.'],
  '55006': ['other', 'The object is in use by this transaction: the steps have to be separate.'],
  '55000': ['other', 'The object is not in the state this needs, for example an invalid index: see the message.'],
  '40P01': ['conflict', 'Two transactions waited for each other: it is tried again.'],
  '40001': ['conflict', 'Another transaction changed the same rows: it is tried again.'],
  '57014': ['cancelled', 'Cancelled, by statement_timeout or on request.'],
  '57P01': ['lost', 'The server ended the connection: run `reconcile resume`.'],
  '57P02': ['lost', 'The server crashed and restarts: run `reconcile resume`.'],
  '57P03': ['lost', 'The server is starting up or shutting down: run `reconcile resume` in a moment.'],
  '25P03': ['lost', 'idle_in_transaction_session_timeout ended the session: run `reconcile resume`.'],
  '25P04': ['lost', 'transaction_timeout ended the session: run `reconcile resume`.'],
  '53100': ['other', 'The disk is full: make room (an INVALID index may be dropped), then resume.'],
  '53200': ['other', 'The server is out of memory or lock slots: raise max_locks_per_transaction, or split the plan.'],
  '54000': ['other', 'A limit of the server is reached: see the message.'],
  '54011': ['other', 'Too many columns: dropped ones count towards the 1,600 until the table is rewritten.'],
  '58030': ['other', 'The server has trouble with its disk: stop and look at the server first.'],
  XX001: ['other', 'The server found damaged data: stop and look at the server first.'],
  XX002: ['other', 'The server found a damaged index: stop and look at the server first.'],
}

const classes: Readonly<Record<string, readonly [Kind, string]>> = {
  '08': ['lost', 'The connection is gone: run `reconcile resume`.'],
  '22': ['data', 'A value does not survive the conversion: correct it, or change the expression.'],
  '23': ['data', 'Rows break a constraint: correct them first.'],
  '28': ['privilege', 'The server does not let this user in.'],
  '53': ['other', 'The server is short of resources: try again later.'],
}

const fallback: readonly [Kind, string] = ['other', 'See the message; nothing of this transaction was kept.']

/** Sorts an error of the driver by its SQLSTATE. `code` null: it did not come from a database. */
export function failure(error: unknown): DatabaseFailure {
  if (error instanceof ReconcileError && error.sqlState !== undefined) {
    const [kind, hint] = classify(error.sqlState)
    return { code: error.sqlState, message: error.message, detail: null, kind, hint: error.hint ?? hint }
  }
  const message = error instanceof Error ? error.message : String(error)
  const code = textOf(error, 'code')
  // Node's own codes (ECONNRESET, EPIPE) are a lost connection too.
  if (code !== null && /^E[A-Z]{3,}$/.test(code) && textOf(error, 'syscall') !== null) {
    return { code, message, detail: null, kind: 'lost', hint: 'The connection is gone: run `reconcile resume`.' }
  }
  if (code === null || !/^[0-9A-Z]{5}$/.test(code)) {
    return { code: null, message, detail: null, kind: 'other', hint: '' }
  }
  const [kind, hint] = classify(code)
  // The server's own hint for dependents is CASCADE, which nobody should follow.
  const served = code === '2BP01' ? null : textOf(error, 'hint')
  return { code, message, detail: textOf(error, 'detail'), kind, hint: served ?? hint }
}

function classify(code: string): readonly [Kind, string] {
  return known[code] ?? classes[code.slice(0, 2)] ?? fallback
}

function textOf(error: unknown, key: string): string | null {
  if (typeof error !== 'object' || error === null) return null
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? value : null
}
