import type { ObjectName } from './name.ts'

/** What a comment can be on. */
export type CommentTarget =
  | { readonly kind: 'table'; readonly name: ObjectName }
  | { readonly kind: 'column'; readonly table: ObjectName; readonly name: string }
  | { readonly kind: 'index'; readonly table: ObjectName; readonly name: ObjectName }
  | { readonly kind: 'constraint'; readonly table: ObjectName; readonly name: string }
  | { readonly kind: 'enum'; readonly name: ObjectName }
