import type { IndexMarks } from '../model/table.ts'

/** A mark stays on its index, whatever that is called. */
export function renamedMarks({ replicaIdentity, cluster }: IndexMarks, from: string, to: string): IndexMarks {
  const renamed = (index: string): string => (index === from ? to : index)
  return {
    replicaIdentity: typeof replicaIdentity === 'object' ? { index: renamed(replicaIdentity.index) } : replicaIdentity,
    cluster: cluster === null ? null : renamed(cluster),
  }
}
