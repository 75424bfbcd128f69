import { defaultPrivilegesPart } from './default-privileges.ts'
import type { Part } from './entry.ts'
import { enumsPart } from './enums.ts'
import { partsAfterTables, partsBeforeTables } from './objects.ts'
import { tablesPart } from './tables.ts'

/** The groups of a spec in the order in which a file has them: what others need before what needs it. */
export const parts: readonly Part[] = [
  ...partsBeforeTables,
  enumsPart,
  tablesPart,
  ...partsAfterTables,
  defaultPrivilegesPart,
]
