import { Buffer } from 'node:buffer'

/** Terminals drop longer sequences. */
const mostBytes = 74_000

/** OSC 52: asks the terminal, also across SSH, to put text on the clipboard. It does not move the cursor. */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).subarray(0, mostBytes).toString('base64')}\u0007`
}
