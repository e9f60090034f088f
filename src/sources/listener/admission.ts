/** How much may be under way at once: requests whose events no sink has accepted yet, and the bytes of their bodies. */
export interface Admission {
  /** A place for one request; undefined when there is none. */
  enter(): Place | undefined;
}

export interface Place {
  /** Room for so many bytes more; false when there is none. */
  grow(bytes: number): boolean;
  leave(): void;
}

export interface AdmissionLimits {
  readonly requests: number;
  readonly bytes: number;
}

export function createAdmission(limits: AdmissionLimits): Admission {
  let requests = 0;
  let allBytes = 0;
  return {
    enter() {
      if (requests >= limits.requests) return undefined;
      requests += 1;
      let ownBytes = 0;
      return {
        grow(bytes) {
          if (allBytes + bytes > limits.bytes) return false;
          allBytes += bytes;
          ownBytes += bytes;
          return true;
        },
        leave() {
          requests -= 1;
          allBytes -= ownBytes;
        },
      };
    },
  };
}
