import { compareText, sameValue } from '../lib/compare.ts'
import type { Change } from '../model/change.ts'
import { isQuarantined, nameKey } from '../model/name.ts'
import type { EnumType } from '../model/schema.ts'

/**
 * Labels can be added anywhere; to remove or move one takes another type (hazards.md 1G). `others`: changes that may need a
 * new label before the old ones can go.
 */
export function diffEnums(
  actual: readonly EnumType[],
  desired: readonly EnumType[],
  others: readonly Change[],
): Change[] {
  const present = new Map(
    actual.filter(({ name }) => !isQuarantined(name.name)).map((type) => [nameKey(type.name), type]),
  )
  const wanted = new Map(desired.map((type) => [nameKey(type.name), type]))
  const changes: Change[] = []
  for (const key of [...new Set([...present.keys(), ...wanted.keys()])].sort(compareText)) {
    const before = present.get(key)
    const after = wanted.get(key)
    if (before === undefined && after !== undefined) changes.push({ kind: 'create_enum', type: after })
    else if (before !== undefined && after === undefined) changes.push({ kind: 'drop_enum', type: before })
    else if (before !== undefined && after !== undefined) {
      if (!sameValue(before.labels, after.labels)) {
        if (isSubsequence(before.labels, after.labels)) changes.push({ kind: 'extend_enum', before, after })
        else changes.push(...replaced(before, after, others))
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
  return changes
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let found = 0
  for (const label of whole) if (label === part[found]) found += 1
  return found === part.length
}

/** Rows are given a new label before the gate, where a backfill or a default says so; the old ones go behind it. */
function replaced(before: EnumType, after: EnumType, others: readonly Change[]): Change[] {
  const added = after.labels.filter((label) => !before.labels.includes(label))
  const texts = JSON.stringify(others)
  const early = added.some((label) => texts.includes(JSON.stringify(`'${label.replaceAll("'", "''")}'`).slice(1, -1)))
  if (!early) return [{ kind: 'replace_types', types: [{ kind: 'enum', before, after }] }]
  const extended = { ...before, labels: withAdded(before.labels, after.labels) }
  return [
    { kind: 'extend_enum', before, after: extended },
    { kind: 'replace_types', types: [{ kind: 'enum', before: extended, after }] },
  ]
}

/** Each new label before the next one that is there already, or at the end. */
function withAdded(labels: readonly string[], after: readonly string[]): string[] {
  const result = [...labels]
  for (const [position, label] of after.entries()) {
    if (result.includes(label)) continue
    const next = after.slice(position + 1).find((one) => result.includes(one))
    result.splice(next === undefined ? result.length : result.indexOf(next), 0, label)
  }
  return result
}
