import { compareText, sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, isQuarantined, nameKey } from '../model/name.ts'
import type { EnumType } from '../model/schema.ts'

/** Labels can be added anywhere, never removed or moved (hazards.md 1G). */
export function diffEnums(
  actual: readonly EnumType[],
  desired: readonly EnumType[],
): { changes: Change[]; refused: Diagnostic[] } {
  const present = new Map(
    actual.filter(({ name }) => !isQuarantined(name.name)).map((type) => [nameKey(type.name), type]),
  )
  const wanted = new Map(desired.map((type) => [nameKey(type.name), type]))
  const changes: Change[] = []
  const refused: Diagnostic[] = []
  for (const key of [...new Set([...present.keys(), ...wanted.keys()])].sort(compareText)) {
    const before = present.get(key)
    const after = wanted.get(key)
    if (before === undefined && after !== undefined) changes.push({ kind: 'create_enum', type: after })
    else if (before !== undefined && after === undefined) changes.push({ kind: 'drop_enum', type: before })
    else if (before !== undefined && after !== undefined) {
      if (!sameValue(before.labels, after.labels)) {
        if (isSubsequence(before.labels, after.labels)) changes.push({ kind: 'extend_enum', before, after })
        else refused.push(removalRefused(before, after))
      }
      if (before.comment !== after.comment) {
        changes.push({
          kind: 'change_comment',
          on: { kind: 'enum', name: after.name },
          before: before.comment,
          after: after.comment,
        })
      }
    }
  }
  return { changes, refused }
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let found = 0
  for (const label of whole) if (label === part[found]) found += 1
  return found === part.length
}

function removalRefused(before: EnumType, after: EnumType): Diagnostic {
  const gone = before.labels.filter((label) => !after.labels.includes(label))
  const shown = displayName(after.name)
  return {
    id: 'enum-label-removed',
    severity: 'error',
    message:
      gone.length > 0
        ? `enum ${shown} loses ${gone.join(', ')}: PostgreSQL cannot remove a label`
        : `enum ${shown} changes the order of its labels: PostgreSQL cannot move one`,
    help: `keep the labels as they are (${before.labels.join(', ')}) and add new ones anywhere; to forbid an old one add a check to the columns that use it (R23)`,
    position: null,
    sqlState: null,
  }
}
