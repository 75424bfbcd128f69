import type { KeyColumn } from '../../../model/step.ts'
import { affinityOf } from '../affinity.ts'
import { quote } from './quote.ts'

/**
 * Keys travel as text, and SQLite orders values by storage class before it looks at them: '10' is greater than every
 * number. So the class has to survive: a value of the class its column is declared for is written plainly, any other one as
 * an SQL literal behind a character that cannot be typed.
 */
const oddClass = '\u0001'

/** SQL for the text of a key value. */
export function cursorText({ column, type }: KeyColumn): string {
  const name = quote(column)
  const odd = `char(1) || quote(${name})`
  switch (classOf(type)) {
    case 'integer':
      return `case typeof(${name}) when 'integer' then cast(${name} as text) else ${odd} end`
    case 'real':
      return `case typeof(${name}) when 'real' then quote(${name}) else ${odd} end`
    case 'text':
      return `case when typeof(${name}) = 'text' and substr(${name}, 1, 1) <> char(1) then ${name} else ${odd} end`
    case 'blob':
      return `case typeof(${name}) when 'blob' then hex(${name}) else ${odd} end`
  }
}

/** The value that `cursorText` wrote, to be bound. */
export function cursorValue(text: string, { type }: KeyColumn): unknown {
  if (text.startsWith(oddClass)) return valueOfLiteral(text.slice(1))
  switch (classOf(type)) {
    case 'integer':
      return BigInt(text)
    case 'real':
      return Number(text)
    case 'text':
      return text
    case 'blob':
      return Buffer.from(text, 'hex')
  }
}

function classOf(type: string): 'integer' | 'real' | 'text' | 'blob' {
  const affinity = affinityOf(type)
  return affinity === 'numeric' ? 'integer' : affinity
}

/** What quote() gives: an integer, a real, '…' or X'…'. */
function valueOfLiteral(text: string): unknown {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  if (/^x'/i.test(text)) return Buffer.from(text.slice(2, -1), 'hex')
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text)
}
