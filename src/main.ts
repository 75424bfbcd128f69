#!/usr/bin/env node
import process from 'node:process'

// Checked before anything else is loaded: better-sqlite3 crashes old Node versions instead of failing.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(`reconcile needs Node 22.12 or newer; this is ${process.versions.node} (${process.execPath})\n`)
  process.exitCode = 1
} else {
  const { enableCompileCache } = await import('node:module')
  // Otherwise a process compiles its own code for longer than most of what it does takes.
  enableCompileCache()
  const { main } = await import('./cli/cli.ts')
  await main()
}
