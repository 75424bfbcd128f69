import type { GuideEntry } from '../../guide.ts'
import { data } from './data.ts'
import { integrity } from './integrity.ts'
import { objects } from './objects.ts'
import { resources } from './resources.ts'
import { state } from './state.ts'
import { transactions } from './transactions.ts'

/** Every SQLSTATE of hazards.md 6A, and the classes behind them. */
export const guide: readonly GuideEntry[] = [...state, ...data, ...integrity, ...transactions, ...objects, ...resources]
