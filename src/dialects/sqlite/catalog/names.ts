import { fold } from '../ddl/tokens.ts'

/** Our own tables and SQLite's: no part of anybody's schema. */
export function isInternal(name: string): boolean {
  const folded = fold(name)
  return folded.startsWith('sqlite_') || folded.startsWith('_reconcile_')
}

/**
 * Names for constraints that have none, after PostgreSQL's rule (`<table>_<columns>_<suffix>`, numbered on a clash),
 * because that is what a spec without names means.
 */
export function constraintNamer(taken: Iterable<string>): (parts: readonly string[], suffix: string) => string {
  const used = new Set([...taken].map(fold))
  return (parts, suffix) => {
    const base = [...parts, suffix].join('_')
    let name = base
    for (let number = 1; used.has(fold(name)); number += 1) name = `${base}${number}`
    used.add(fold(name))
    return name
  }
}

/** Whether a constraint of that name may be one without a name in the database: only the text could tell. */
export function mayBeUnnamed(table: string, constraint: string): boolean {
  return constraint.startsWith(`${table}_`) && /_(?:pkey|key|check|fkey)\d*$/.test(constraint)
}

/** Finds names the way SQLite does, without regard to ASCII case, and gives them back as they are declared. */
export function nameResolver(declared: Iterable<string>): (name: string) => string {
  const byFolded = new Map([...declared].map((name) => [fold(name), name]))
  return (name) => byFolded.get(fold(name)) ?? name
}
