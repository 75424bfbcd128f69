import { bug } from '../../../lib/errors.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Words } from '../../words.ts'
import { archive } from './archive.ts'
import { batches } from './batches.ts'
import { addColumn, columnText, dropColumn, dropNotNull, renameColumn, setNotNull } from './columns.ts'
import { addConstraint, dropConstraint } from './constraints.ts'
import { createIndex, dropIndex } from './indexes.ts'
import { qualify, quote } from './quote.ts'
import { objects } from './objects.ts'
import { quarantineTable, restoreTable } from './quarantine.ts'
import { moves } from './moves.ts'
import { questions } from './questions.ts'
import { rebuildTable } from './rebuild.ts'
import { statement } from './statement.ts'
import { createTable, dropTable, renameTable } from './tables.ts'

export const words: Words = {
  quote,
  qualify,
  createEnum: ({ name }) => noForm('enum type', name),
  dropEnum: (name) => noForm('enum type', name),
  renameEnum: (from) => noForm('enum type', from),
  renameEnumLabel: (name) => noForm('enum type', name),
  addEnumLabel: (name) => noForm('enum type', name),

  types: {
    convert: ({ name }) => noForm('type of a column of', name),
    misfits: () => null,
    misfit: () => null,
    strangers: () => noForm('type in', { schema: 'main', name: 'a column' }),
  },

  createTable,
  dropTable,
  renameTable: (from, to) => [renameTable(from, to)],
  quarantineTable,
  restoreTable,
  rebuildTable,
  createPartition: ({ name }) => noForm('partition', name),
  attachPartition: (name) => noForm('partition', name),
  detachPartition: (name) => noForm('partition', name),
  takenRows: ({ name }) => noForm('partition of', name),
  moveRows: (from) => noForm('partition', from),
  checkNow: () => noForm('deferred constraint', { schema: 'main', name: '' }),
  inherit: (table) => noForm('inheritance of', table),
  stopInheriting: (table) => noForm('inheritance of', table),
  attachIndex: (index) => noForm('partitioned index', index),
  createIndexOnly: (table) => noForm('partitioned index on', table),
  addConstraintOnly: (table) => noForm('partitioned constraint on', table),

  addColumn,
  dropColumn,
  // Nothing is inherited here.
  discardColumn: dropColumn,
  renameColumn,
  // Asked for its cost only, by the operation that says in which phase a type changes; `lower` has made it a rebuild.
  setType: ({ name }, _before, after) =>
    statement(`alter table ${qualify(name)} alter column ${columnText(after)}`, name, 'rewrite'),
  // Nothing keeps types here.
  renewRoutines: () => [],
  setDefault: (table) => noForm('default in', table),
  setNotNull,
  dropNotNull,
  // Nothing of it is kept on SQLite, so nothing ever changes.
  setPhysical: () => [],
  setOptions: () => [],
  setLogging: (table) => noForm('logging of', table),
  setAccessMethod: (table) => noForm('access method of', table),
  setMarks: () => [],
  setIdentity: (table) => noForm('identity in', table),
  dropIdentity: (table) => noForm('identity in', table),
  sequences: {
    create: (table) => noForm('sequence in', table),
    own: () => [],
    drop: (name) => noForm('sequence', name),
    rename: (table) => noForm('sequence in', table),
    alter: (table) => noForm('sequence in', table),
    comment: (table) => noForm('sequence in', table),
    outside: (table) => noForm('sequence in', table),
    setOwner: (table) => noForm('sequence in', table),
    next: (table) => noForm('sequence in', table),
    carryOn: (to) => noForm('sequence of', to),
    advance: (table) => noForm('sequence in', table),
  },
  sync: {
    create: ({ table }) => noForm('exchange of columns in', table),
    forward: ({ table }) => noForm('exchange of columns in', table),
    backward: ({ table }) => noForm('exchange of columns in', table),
    drop: ({ table }) => noForm('exchange of columns in', table),
    follow: () => [],
    converted: (value) => value,
    discard: (name) => noForm('trigger function', name),
  },
  filling: {
    start: ({ table }) => noForm('filling trigger on', table),
    stop: ({ table }) => noForm('filling trigger on', table),
  },
  shims: {
    create: ({ base }) => noForm('view in the place of', base),
    drop: ({ base }) => noForm('view in the place of', base),
  },
  moves,
  mirrors: {
    outward: ({ wide }) => noForm('mirror of', wide),
    aim: ({ wide }) => noForm('mirror of', wide),
    inward: ({ narrow }) => noForm('mirror of', narrow),
    stop: (table) => noForm('mirror of', table),
    aimInward: ({ narrow }) => noForm('mirror of', narrow),
    veil: ({ wide }) => noForm('mirror of', wide),
    open: ({ name }) => noForm('view in the place of', name),
    close: ({ name }) => noForm('view in the place of', name),
    apart: ({ wide }) => noForm('mirror of', wide),
    missing: ({ wide }) => noForm('mirror of', wide),
  },
  setGenerated: (table) => noForm('generated expression in', table),
  setNotNullInherit: (table) => noForm('unproven NOT NULL in', table),
  addNotNullUnproven: (table) => noForm('unproven NOT NULL in', table),

  addConstraint,
  addConstraintUsingIndex: (table) => noForm('constraint using an index in', table),
  validateConstraint: (table) => noForm('unproven constraint in', table),
  dropConstraint,
  setDeferrable: (table) => noForm('deferrability in', table),
  renameConstraint: (table) => noForm('constraint rename in', table),

  createIndex,
  dropIndex,
  setIndexOptions: (table) => noForm('storage parameters in', table),
  renameIndex: (table) => noForm('index rename in', table),

  comment: (on) => noForm('comment on', 'table' in on ? on.table : on.name),
  // Its statistics are per table; the columns make no difference.
  analyze: (table) => statement(`analyze ${qualify(table)}`, table, 'scan'),
  lockTable: (name) => noForm('table lock on', name),

  objects,
  questions,
  archive,
  batches,
}

function noForm(what: string, { name }: ObjectName): never {
  throw bug(`SQLite has no statement for: ${what} ${name}`)
}
