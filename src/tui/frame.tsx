import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import type { Row } from './span.ts'
import { look } from './theme.ts'

/** A screen of rows. They are clipped already; `truncate` only guards against a terminal that counts differently. */
export function Frame({ rows, color }: { readonly rows: readonly Row[]; readonly color: boolean }): ReactElement {
  return (
    <Box flexDirection="column" height={rows.length} overflow="hidden">
      {rows.map((row, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows are positions on the screen, nothing else
        <Text key={index} wrap="truncate">
          {row.length === 0
            ? ' '
            : row.map(({ text, style }, position) => (
                // oxlint-disable-next-line react/no-array-index-key -- as above: positions within the row
                <Text key={position} {...look(style, color)}>
                  {text}
                </Text>
              ))}
        </Text>
      ))}
    </Box>
  )
}
