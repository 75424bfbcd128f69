import type { Words } from '../words.ts'
import { archive } from './words/archive.ts'
import { batches } from './words/batches.ts'
import { columns } from './words/columns.ts'
import { comments } from './words/comments.ts'
import { constraints } from './words/constraints.ts'
import { enums } from './words/enums.ts'
import { filling } from './words/filling.ts'
import { indexes } from './words/indexes.ts'
import { objects } from './words/objects.ts'
import { physical } from './words/physical.ts'
import { questions } from './words/questions.ts'
import { partitions } from './words/partitions.ts'
import { quarantine } from './words/quarantine.ts'
import { qualify, quote } from './words/quote.ts'
import { mirrors } from './words/mirrors.ts'
import { moves } from './words/moves.ts'
import { shims } from './words/shims.ts'
import { renewRoutines } from './words/renewed-routines.ts'
import { sync } from './words/sync.ts'
import { sequences } from './words/sequences.ts'
import { tables } from './words/tables.ts'
import { types } from './words/replaced-types.ts'

export const words: Words = {
  quote,
  qualify,
  ...enums,
  ...tables,
  ...quarantine,
  ...partitions,
  ...columns,
  renewRoutines,
  ...constraints,
  ...indexes,
  ...comments,
  sequences,
  sync,
  shims,
  moves,
  mirrors,
  archive,
  filling,
  objects,
  types,
  ...physical,
  questions,
  batches,
}
