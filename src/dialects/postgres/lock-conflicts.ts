import { type LockMode, tableLockModes } from '../../model/statement.ts'

type Mode = (typeof tableLockModes)[number]

/** PostgreSQL manual, table 13.2, row by row. */
const conflicts: Readonly<Record<Mode, readonly Mode[]>> = {
  access_share: ['access_exclusive'],
  row_share: ['exclusive', 'access_exclusive'],
  row_exclusive: ['share', 'share_row_exclusive', 'exclusive', 'access_exclusive'],
  share_update_exclusive: ['share_update_exclusive', 'share', 'share_row_exclusive', 'exclusive', 'access_exclusive'],
  share: ['row_exclusive', 'share_update_exclusive', 'share_row_exclusive', 'exclusive', 'access_exclusive'],
  share_row_exclusive: [
    'row_exclusive',
    'share_update_exclusive',
    'share',
    'share_row_exclusive',
    'exclusive',
    'access_exclusive',
  ],
  exclusive: [
    'row_share',
    'row_exclusive',
    'share_update_exclusive',
    'share',
    'share_row_exclusive',
    'exclusive',
    'access_exclusive',
  ],
  access_exclusive: tableLockModes,
}

/** Which locks of others a lock has to wait for, as pg_locks names them. */
export function waitsFor(mode: LockMode): readonly string[] {
  // SQLite's own mode is never asked for here.
  return mode === 'write' ? [] : conflicts[mode].map(nameOf)
}

/** `share_update_exclusive` is `ShareUpdateExclusiveLock` there. */
function nameOf(mode: Mode): string {
  return `${mode.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Lock`
}
