import { Box, Text } from 'ink';
import type { Frame } from './frame.ts';
import { Lines } from './lines.tsx';

/** A page over everything, or the list, alone or with a pane beside it, below it or in its place. */
export function Body({ frame: { layout, list, page, pane } }: { readonly frame: Frame }) {
  const { columns, body } = layout;
  if (page) return <Lines lines={page} width={columns} height={body} />;
  if (!pane || !layout.pane) return <Lines lines={list} {...layout.list} />;
  const { place, width, height } = layout.pane;
  if (place === 'instead') return <Lines lines={pane} width={width} height={height} />;
  return (
    <Box flexDirection={place === 'right' ? 'row' : 'column'} width={columns} height={body}>
      <Lines lines={list} {...layout.list} />
      <Divider length={place === 'right' ? body : columns} isVertical={place === 'right'} />
      <Lines lines={pane} width={width} height={height} />
    </Box>
  );
}

function Divider({ length, isVertical }: { readonly length: number; readonly isVertical: boolean }) {
  return <Text dimColor>{isVertical ? '│\n'.repeat(length).trimEnd() : '─'.repeat(length)}</Text>;
}
