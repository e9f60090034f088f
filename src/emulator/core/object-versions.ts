import type { StoredObject } from './stored-object.ts';

/** Whether a bucket keeps what is overwritten and deleted; neither of them until it is first asked for. */
export type Versioning = 'Enabled' | 'Suspended';

/** What a deletion leaves where versions are kept: the key counts as gone, its versions stay. */
export interface DeleteMarker {
  readonly name: string;
  readonly versionId: string;
  readonly modifiedAtMs: number;
}

export type ObjectVersion = StoredObject | DeleteMarker;

/** Of objects that were stored while no versions were kept. */
export const NULL_VERSION = 'null';

export const isMarker = (version: ObjectVersion): version is DeleteMarker => !('content' in version);

export const versionIdOf = ({ versionId }: Pick<StoredObject, 'versionId'>): string =>
  versionId ?? NULL_VERSION;

/** The versions of a bucket's keys. */
export class ObjectVersions {
  /** The newest version of each key that does not count as deleted. */
  readonly current = new Map<string, StoredObject>();
  /** All others, newest first. */
  readonly #past = new Map<string, ObjectVersion[]>();

  get isEmpty(): boolean {
    return this.current.size === 0 && this.#past.size === 0;
  }

  keys(): string[] {
    return [...new Set([...this.current.keys(), ...this.#past.keys()])];
  }

  /** Newest first. */
  of(key: string): ObjectVersion[] {
    const newest = this.current.get(key);
    return [...(newest === undefined ? [] : [newest]), ...(this.#past.get(key) ?? [])];
  }

  find(key: string, versionId: string): ObjectVersion | undefined {
    return this.of(key).find((version) => versionIdOf(version) === versionId);
  }

  /** The same version with other labels, in its place. */
  amend(object: StoredObject): void {
    const version = this.find(object.name, versionIdOf(object));
    if (version === undefined) return;
    if (this.current.get(object.name) === version) this.current.set(object.name, object);
    else
      this.#setPast(
        object.name,
        (this.#past.get(object.name) ?? []).map((one) => (one === version ? object : one)),
      );
  }

  /** The newest version is one of the others from now on, so that a newer one has room. */
  retire(key: string): void {
    const newest = this.current.get(key);
    if (newest === undefined) return;
    this.current.delete(key);
    this.#setPast(key, [newest, ...(this.#past.get(key) ?? [])]);
  }

  mark(marker: DeleteMarker): void {
    this.retire(marker.name);
    this.#setPast(marker.name, [marker, ...(this.#past.get(marker.name) ?? [])]);
  }

  /** For good; the next older one takes the place of the newest. */
  remove(key: string, versionId: string): ObjectVersion | undefined {
    const removed = this.find(key, versionId);
    if (removed === undefined) return undefined;
    const [newest, ...older] = this.of(key).filter((version) => version !== removed);
    this.current.delete(key);
    if (newest === undefined || isMarker(newest))
      this.#setPast(key, newest === undefined ? [] : [newest, ...older]);
    else {
      this.current.set(key, newest);
      this.#setPast(key, older);
    }
    return removed;
  }

  #setPast(key: string, versions: ObjectVersion[]): void {
    if (versions.length === 0) this.#past.delete(key);
    else this.#past.set(key, versions);
  }
}
