import type { Dialect } from '../dialect.ts'
import { blockers, endBlockers } from './blockers.ts'
import { canonical } from './canonical.ts'
import { types } from './column-types.ts'
import { connect } from './connect.ts'
import { diagnose } from './diagnose.ts'
import { facts } from './facts.ts'
import { fold } from './ddl/tokens.ts'
import { failure } from './failures.ts'
import { guide } from './guide/guide.ts'
import { introspect } from './introspect.ts'
import { lower } from './lower.ts'
import { malformed } from './malformed.ts'
import { mutex } from './mutex.ts'
import { obstacles, pooler } from './obstacles.ts'
import { probe, repair } from './probe.ts'
import { missingRights } from './rights.ts'
import { statistics } from './statistics.ts'
import { usage } from './usage.ts'
import { words } from './words/words.ts'

export const sqlite: Dialect = {
  name: 'sqlite',
  defaultSchema: 'main',
  fold,
  facts,
  words,
  types,
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
  namedSessions: () => Promise.resolve([]),
  usage,
  mutex,
  failure,
  guide,
  diagnose,
  missingRights,
}
