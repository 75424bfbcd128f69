import { withoutNotNullNames } from './judge-dump.ts'

/** Of one witness' lines, those that say the same whatever the database remembers. */
export type Forgetting = (lines: readonly string[]) => readonly string[]

/**
 * Where a database remembers how it came about and neither specs nor dumps of it can say so, and what of a line that is.
 * Everything else of these cases is compared like that of all others.
 */
const remembered: readonly (readonly [cases: RegExp, forgetting: Forgetting])[] = [
  // ALTER TABLE … INHERIT leaves a child its own definition of what it then has from its parent as well, and so does a
  // parent that loses what the child keeps.
  [/^inheritance\/(?:begin|begin-with-less|parent-loses-what-a-child-keeps)$/, withoutOwnCopies],
  // What a parent gets later is last in its children; CREATE TABLE, and so a restored dump, has it in front.
  [
    /^inheritance\/(?:begin|begin-with-less|change-parent|parent-loses-what-a-child-keeps)$|^enum\/reorder-everywhere$/,
    withoutChildrensPlaces,
  ],
  // A schema that nobody has declared is nobody's, and stays when the last of it has moved out.
  [
    /^(?:enum\/rename|schema\/move-every-kind-out)$/,
    (lines) => lines.filter((line) => !/^(?:schema|CREATE SCHEMA|ALTER SCHEMA) crm\b/.test(line)),
  ],
  // What is built part by part beside writers has names that cannot be taken yet, what was a table's or a partition's own
  // keeps its name as a part, and renaming a column renames none.
  [
    /^partition\/(?:index|primary-key|replace-primary-key|unique|unique-index|rename-table-and-key|attach-table)$/,
    withoutNamesOfParts,
  ],
  [/^partition\/(?:own-primary-keys-instead-of-one|primary-key-instead-of-own-ones)$/, withoutNamesOfParts],
  [/^online\/(?:column-of|key-of|rename-column-of)-partitioned$/, withoutNamesOfParts],
  // A partition's NOT NULL is called as it was when it came, by itself or with its table (18).
  [
    /^partition\/(?:attach-table|attach-to-new-table|own-primary-keys-instead-of-one|primary-key-instead-of-own-ones|new-partitions-that-point-to-each-other|whole-made-anew-around-its-partitions)$/,
    (lines) => lines.map(withoutNotNullNames),
  ],
  // SQLite keeps names in the case they were first written in, and takes every other one for the same.
  [/^table\/changed-in-other-case$/, (lines) => lines.map((line) => line.toLowerCase().replaceAll('"', '')).sort()],
]

/** What is left out of the comparison of a case; most leave out nothing. */
export function forgettingOf(name: string): Forgetting {
  const found = remembered.flatMap(([cases, forgetting]) => (cases.test(name) ? [forgetting] : []))
  return (lines) => found.reduce((rest, forgetting) => forgetting(rest), lines)
}

/**
 * What specs say of no owner belongs to who applies them: here `applier`, there the one that owns most. So both are the
 * same in comparing with what `inspect` has written, and rights that are listed in the order of roles are sorted again.
 */
export function ownedBy(usual: string | null, applier: string): Forgetting {
  if (usual === null || usual === applier) return (lines) => lines
  const renamed = (line: string): string =>
    line
      .replaceAll(new RegExp(`\\b${applier}\\b`, 'g'), usual)
      .replaceAll(/rights \{([^}]*)\}/g, (_all, rights: string) => `rights {${rights.split(',').sort().join(',')}}`)
  return (lines) => lines.map(renamed).sort()
}

function withoutOwnCopies(lines: readonly string[]): readonly string[] {
  const bodies = new Map(lines.flatMap((line) => tableOf(line)))
  return lines
    .map((line) => {
      const parents = /\nINHERITS \(([^)]*)\)/.exec(line)?.[1]?.split(', ') ?? []
      const theirs = new Set(parents.flatMap((parent) => [...(bodies.get(parent) ?? [])].map(nameOf)))
      const own = tableOf(line)[0]?.[1] ?? []
      const rest = own.filter((member) => !theirs.has(nameOf(member)))
      return parents.length === 0 ? line : line.replace(/\(\n[\s\S]*?\n\)\n/, `(\n${rest.join(',\n')}\n)\n`)
    })
    .map((line) =>
      line
        .replace(/ inherited [tf]\/(?=[1-9])/, ' inherited ?/')
        .replace(/ inherit ([tf])\/[tf]\/(?=[1-9])/, ' inherit $1/?/'),
    )
}

/** A table in a dump, and the definitions in its parentheses. */
function tableOf(line: string): [table: string, members: readonly string[]][] {
  const [, table, body = ''] = /^CREATE TABLE (\S+) \(\n([\s\S]*?)\n?\)/.exec(line) ?? []
  return table === undefined ? [] : [[table, body.split(/,\n(?= {4}\S)/)]]
}

/** `    name type …`, `    CONSTRAINT name …`, and NOT NULL of a column: `    CONSTRAINT name NOT NULL column`. */
function nameOf(member: string): string {
  return /^\s*(?:(?:CONSTRAINT \S+ )?NOT NULL |CONSTRAINT )?("(?:[^"]|"")+"|\S+)/.exec(member)?.[1] ?? member
}

function withoutChildrensPlaces(lines: readonly string[]): readonly string[] {
  const children = lines.flatMap((line) => /^relation (\S+) .* of \{/.exec(line)?.[1] ?? [])
  return lines
    .map((line) => (children.some((child) => line.startsWith(`column ${child}.`)) ? line.replace(/ #\d+/, '') : line))
    .sort()
}

/** Each part by what it is a part of and where. Names in the dump are as the statements that make and attach them write them. */
function withoutNamesOfParts(lines: readonly string[]): readonly string[] {
  const wholes = new Map<string, string>()
  const tables = new Map<string, string>()
  for (const line of lines) {
    const made = /^(?:index )?CREATE (?:UNIQUE )?INDEX (\S+) ON (?:ONLY )?(?:public\.)?(\S+)/.exec(line)
    const key = /^ALTER TABLE ONLY (?:public\.)?(\S+)\s+ADD CONSTRAINT (\S+) (?:PRIMARY KEY|UNIQUE)/.exec(line)
    const [name, table] = made === null ? [key?.[2], key?.[1]] : [made[1], made[2]]
    if (name !== undefined && table !== undefined) tables.set(name, table)
    const attached = / attached public\.(\S+) /.exec(line)?.[1]
    const [, whole = attached, part = name] =
      /^ALTER INDEX public\.(\S+) ATTACH PARTITION public\.(\S+)$/.exec(line) ?? []
    if (whole !== undefined && part !== undefined) wholes.set(part, whole)
  }
  const root = (name: string): string => (wholes.has(name) ? root(wholes.get(name) ?? '') : name)
  const called = [...wholes.keys()].map((part) => [part, `part of ${root(part)} on ${tables.get(part)}`] as const)
  return lines
    .map((line) =>
      called
        .reduce((text, [part, name]) => text.replaceAll(new RegExp(`\\b${part}\\b`, 'g'), name), line)
        .replace(/^(constraint part of .*) inherit \/[tf]\//, '$1 inherit /?/'),
    )
    .sort()
}
