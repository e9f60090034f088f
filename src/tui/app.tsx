import { Box, Text, useInput, useStdout } from 'ink';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { EventRow } from './event-row.tsx';
import { LinkLine } from './link-line.tsx';
import type { Snapshot, Store } from './store.ts';

export interface AppProps {
  readonly store: Store;
  /** What is being tailed, for people. */
  readonly names: string;
  readonly utc: boolean;
  readonly onQuit: (how: 'quit' | 'interrupt') => void;
}

/** Lines that are not events: the link's state above, the keys below. */
const FRAME_LINES = 2;

export function App({ store, names, utc, onQuit }: AppProps) {
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  const { columns, rows } = useTerminalSize();
  useInput((input, key) => {
    if (key.ctrl && input === 'c') onQuit('interrupt');
    else if (input === 'q') onQuit('quit');
  });
  const listHeight = Math.max(1, rows - FRAME_LINES - 1);
  const shown = newest(snapshot, listHeight);
  return (
    <Box flexDirection="column" width={columns} height={rows - 1}>
      <LinkLine names={names} snapshot={snapshot} />
      <Box flexDirection="column" height={listHeight} justifyContent="flex-end">
        {shown.map(({ number, record }) => (
          <EventRow key={number} record={record} utc={utc} />
        ))}
      </Box>
      <Text dimColor>q quit</Text>
    </Box>
  );
}

/** The last records, each with its number among all that ever came. */
function newest({ records, count }: Snapshot, height: number) {
  const shown = records.slice(-height);
  return shown.map((record, index) => ({ number: count - shown.length + index, record }));
}

function useTerminalSize(): { columns: number; rows: number } {
  const { stdout } = useStdout();
  const read = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const [size, setSize] = useState(read);
  useEffect(() => {
    const update = () => setSize({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
    stdout.on('resize', update);
    return () => {
      stdout.off('resize', update);
    };
  }, [stdout]);
  return size;
}
