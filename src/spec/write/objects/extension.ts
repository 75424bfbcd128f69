import type { Extension } from '../../../model/objects/extension.ts'
import type { ExtensionSpec } from '../../content-types.ts'
import type { Writing } from '../writing.ts'

/** Versions are the server's business until somebody has asked for another one. */
export function extensionSpec(
  { schema, version, usualVersion }: Extension,
  { dialect }: Writing,
): ExtensionSpec | null {
  const isUsual = (usualVersion ?? version) === version
  const spec = {
    ...(schema === null || schema === dialect.defaultSchema ? {} : { schema }),
    ...(version === null || isUsual ? {} : { version }),
  }
  return Object.keys(spec).length === 0 ? null : spec
}
