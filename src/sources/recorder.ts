import { recordingLine } from '../domain/recording.ts';
import type { Delivery } from './source.ts';

/** Writes a delivery as it came. When that fails, it throws: nothing may be acknowledged that is not on disk. */
export type Recorder = (delivery: Delivery) => void;

export function createRecorder(append: (line: string) => void): Recorder {
  return ({ body, receivedAtMs, origin }) => append(recordingLine({ body, receivedAtMs, ...origin }));
}
