import { displayName } from '../model/name.ts'
import { stableJson } from '../lib/fingerprint.ts'
import { tableOf } from '../model/schema.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rules 79 and 125. */
export const replicaIdentityChanges: Rule = {
  id: 'replica-identity-changes',
  severity: 'warn',
  why: 'Subscribers and change-data consumers tell rows apart by the replica identity. Without one, UPDATE and DELETE on a published table fail with 55000.',
  instead: 'set `replica_identity: full` (or an index) first, tell the consumers, and go back when the key stands',

  check({ change, before }) {
    switch (change.kind) {
      case 'change_marks':
        return stableJson(change.before.replicaIdentity) === stableJson(change.after.replicaIdentity)
          ? null
          : `rows of ${displayName(change.table)} are told apart by something else from here on`
      case 'drop_primary_key':
      case 'replace_primary_key': {
        const table = tableOf(before, change.table)
        const published = before.unmodeled.some(({ kind }) => kind === 'publication')
        return published && table?.physical.marks.replicaIdentity === 'default'
          ? `the primary key of ${displayName(change.table)} goes, by which its rows are told apart for publications`
          : null
      }
      default:
        return null
    }
  },
}
