/** How much the bodies of requests under way may take together, so that no number of clients uses up the memory. */
export class BodyMemory {
  readonly #maximumBytes: number;
  #takenBytes = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  lease(): BodyLease {
    let ownBytes = 0;
    return {
      take: (bytes) => {
        if (this.#takenBytes + bytes > this.#maximumBytes) return false;
        this.#takenBytes += bytes;
        ownBytes += bytes;
        return true;
      },
      end: () => {
        this.#takenBytes -= ownBytes;
        ownBytes = 0;
      },
    };
  }
}

/** What one request has of it. */
export interface BodyLease {
  /** False when there is no room for that many bytes more. */
  take(bytes: number): boolean;
  end(): void;
}
