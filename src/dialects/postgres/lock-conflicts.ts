import type { LockMode } from '../../model/statement.ts'

/** PostgreSQL manual, table 13.2, row by row; names as pg_locks spells them. */
const modes = {
  access_share: 'AccessShareLock',
  row_share: 'RowShareLock',
  row_exclusive: 'RowExclusiveLock',
  share_update_exclusive: 'ShareUpdateExclusiveLock',
  share: 'ShareLock',
  share_row_exclusive: 'ShareRowExclusiveLock',
  exclusive: 'ExclusiveLock',
  access_exclusive: 'AccessExclusiveLock',
} as const

type Mode = keyof typeof modes

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
  access_exclusive: [
    'access_share',
    'row_share',
    'row_exclusive',
    'share_update_exclusive',
    'share',
    'share_row_exclusive',
    'exclusive',
    'access_exclusive',
  ],
}

/** Which locks of others a lock has to wait for, as pg_locks names them. */
export function waitsFor(mode: LockMode): readonly string[] {
  // SQLite's own mode is never asked for here.
  return mode === 'write' ? [] : conflicts[mode].map((other) => modes[other])
}
