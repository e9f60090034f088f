import { Box, Text, useInput } from 'ink';
import { useSyncExternalStore } from 'react';
import { Body } from './body.tsx';
import { keyNames } from './key-name.ts';
import { Lines } from './lines.tsx';
import type { Store } from './store.ts';

/** The whole screen: header, body, footer. It draws the store's frames and hands it the keys. */
export function App({ store }: { readonly store: Store }) {
  const frame = useSyncExternalStore(store.subscribe, store.frame);
  useInput((input, key) => store.press(keyNames(input, key)));
  const { columns, rows } = frame.layout;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={frame.header} width={columns} height={frame.header.length} />
      <Body frame={frame} />
      <Text>{frame.footer}</Text>
    </Box>
  );
}
