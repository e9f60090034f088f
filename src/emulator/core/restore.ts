import type { StoredObject } from './stored-object.ts';

const ARCHIVES = ['Archive', 'ColdArchive', 'DeepColdArchive'];

export type RestoreState = 'not-archived' | 'archived' | 'restoring' | 'restored';

export function restoreStateOf({ storageClass, restore }: StoredObject, nowMs: number): RestoreState {
  if (!ARCHIVES.includes(storageClass)) return 'not-archived';
  if (restore === undefined || nowMs >= restore.untilMs) return 'archived';
  return nowMs < restore.readyAtMs ? 'restoring' : 'restored';
}
