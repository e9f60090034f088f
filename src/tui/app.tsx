import { Box, Text } from 'ink';
import { useSyncExternalStore } from 'react';
import { Body } from './body.tsx';
import { Lines } from './lines.tsx';
import type { Store } from './store.ts';

/** The whole screen: header, body, footer. It draws the store's frames, and knows nothing of keys. */
export function App({ store }: { readonly store: Store }) {
  const frame = useSyncExternalStore(store.subscribe, store.frame);
  const { columns, rows } = frame.layout;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={frame.header} width={columns} height={frame.header.length} />
      <Body frame={frame} />
      <Text>{frame.footer}</Text>
    </Box>
  );
}
