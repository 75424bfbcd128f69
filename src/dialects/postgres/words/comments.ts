import type { CommentTarget } from '../../../model/comment-target.ts'
import type { Lock } from '../../../model/statement.ts'
import type { Words } from '../../words.ts'
import { literal, qualify, quote } from './quote.ts'
import { lock, statement } from './statement.ts'

export const comments: Pick<Words, 'comment'> = {
  comment: (on, text) => statement(`comment on ${target(on)} is ${text === null ? 'null' : literal(text)}`, locks(on)),
}

function target(on: CommentTarget): string {
  switch (on.kind) {
    case 'table':
      return `table ${qualify(on.name)}`
    case 'column':
      return `column ${qualify(on.table)}.${quote(on.name)}`
    case 'index':
      return `index ${qualify(on.name)}`
    case 'constraint':
      return `constraint ${quote(on.name)} on ${qualify(on.table)}`
    case 'enum':
      return `type ${qualify(on.name)}`
  }
}

function locks(on: CommentTarget): Lock[] {
  switch (on.kind) {
    case 'table':
    case 'index':
      return lock('share_update_exclusive', on.name)
    case 'column':
      return lock('share_update_exclusive', on.table)
    case 'constraint':
      return lock('access_share', on.table)
    case 'enum':
      return []
  }
}
