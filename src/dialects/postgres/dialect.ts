import type { Dialect } from '../dialect.ts'
import { blockers } from './blockers.ts'
import { canonical } from './canonical.ts'
import { columnTypes } from './column-types.ts'
import { connect } from './connect.ts'
import { diagnose } from './diagnose.ts'
import { endBlockers } from './end-blockers.ts'
import { facts } from './facts.ts'
import { failure } from './failures.ts'
import { guide } from './guide/guide.ts'
import { introspect } from './introspect.ts'
import { lower } from './lower.ts'
import { malformed } from './malformed.ts'
import { mutex } from './mutex.ts'
import { obstacles } from './obstacles.ts'
import { pooler } from './obstacles/transaction-pooler.ts'
import { namedSessions } from './named-sessions.ts'
import { probe, repair } from './probe.ts'
import { missingRights } from './rights.ts'
import { statistics } from './statistics.ts'
import { usage } from './usage.ts'
import { words } from './words.ts'

/** PostgreSQL 14 to 18. */
export const postgres: Dialect = {
  name: 'postgres',
  defaultSchema: 'public',
  fold: null,
  facts,
  words,
  types: columnTypes,
  connect,
  introspect,
  canonical,
  malformed,
  lower,
  statistics,
  probe,
  repair,
  blockers,
  endBlockers,
  obstacles,
  pooler,
  namedSessions,
  usage,
  mutex,
  failure,
  guide,
  diagnose,
  missingRights,
}
