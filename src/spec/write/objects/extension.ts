import type { Extension } from '../../../model/objects/extension.ts'
import type { ExtensionSpec } from '../../content-types.ts'
import type { Writing } from '../writing.ts'

/** Versions are the server's business until somebody asks for one. */
export function extensionSpec({ schema }: Extension, { dialect }: Writing): ExtensionSpec | null {
  return schema === null || schema === dialect.defaultSchema ? null : { schema }
}
