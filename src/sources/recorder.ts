import type { Message } from '../domain/record.ts';
import { recordingLine } from '../domain/recording.ts';

/** Writes a message as it came. When that fails, it throws: nothing may be acknowledged that is not on disk. */
export type Recorder = (message: Message) => void;

export function createRecorder(append: (line: string) => void): Recorder {
  return (message) => append(recordingLine(message));
}
