import type { GuideEntry } from '../../guide.ts'
import { constraints } from './constraints.ts'
import { file } from './file.ts'
import { statements } from './statements.ts'

/** Every code of hazards.md 6B. */
export const guide: readonly GuideEntry[] = [...constraints, ...file, ...statements]
