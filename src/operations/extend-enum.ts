import { displayName, sameName } from '../model/name.ts'
import { ddlStep, type Operation, undoNothing } from './operation.ts'
import { withEnums } from './schema-edit.ts'

/** Adds labels, each in a transaction of its own: a label cannot be used before its commit (hazards.md 0.3, R23). */
export const extendEnum: Operation<'extend_enum'> = {
  describe: ({ after }) => `extend enum ${displayName(after.name)}`,
  phase: () => 'expand',
  effect: ({ after }, schema) =>
    withEnums(schema, [...schema.enums.filter(({ name }) => !sameName(name, after.name)), after]),

  *steps({ before, after }, { words }) {
    const present = [...before.labels]
    for (const [position, label] of after.labels.entries()) {
      if (present.includes(label)) continue
      const next = after.labels.slice(position + 1).find((following) => present.includes(following)) ?? null
      present.push(label)
      yield ddlStep({
        phase: 'expand',
        title: `add label ${label} to enum ${displayName(after.name)}`,
        statements: [words.addEnumLabel(after.name, label, next)],
        inverse: {
          ...undoNothing(`the label ${label} stays: PostgreSQL cannot remove one, and unused it does no harm (R23)`),
          exactness: 'lossy',
        },
        reason: 'R23: its own transaction, so that later steps may use the label',
      })
    }
  },
}
