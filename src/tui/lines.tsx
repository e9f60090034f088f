import { Box, Text } from 'ink';

interface LinesProps {
  /** Fitted to the width already; a text that Ink has to cut would stay in its cache for good. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** A block of lines as one node, since every node costs a layout. */
export function Lines({ lines, width, height }: LinesProps) {
  return (
    <Box width={width} height={height} flexShrink={0}>
      <Text>{lines.join('\n')}</Text>
    </Box>
  );
}
