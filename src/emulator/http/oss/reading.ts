import type { Buckets } from '../../core/buckets.ts';
import { percentDecoded } from '../query.ts';
import type { WireRequest } from '../wire-request.ts';

/** What a request may be about: nothing (the service), a bucket, or an object in it. */
export interface Reading {
  readonly bucket?: string;
  readonly key?: string;
}

const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$|^\[|^localhost$/;

/**
 * Every sense that host and path allow, the likelier first; the one whose signature verifies counts. Last come custom
 * domains, where only the signature holds the bucket.
 */
export function readingsOf(request: WireRequest, buckets: Buckets): Reading[] {
  const labelled = bucketOfHost(request.headers['host'] ?? '');
  return sensesOf(request.path).flatMap((path) => {
    const key = percentDecoded(path.slice(1));
    const virtualHost = labelled === undefined ? [] : [readingOf(labelled, key)];
    const customDomain = [...buckets.all()].map(({ name }) => readingOf(name, key));
    return [...virtualHost, pathStyleOf(path.slice(1)), ...customDomain];
  });
}

/** The vendor's older Go SDK writes a blank of a key as a plus; what a plus means, the signature tells. */
function sensesOf(path: string): string[] {
  return path.includes('+') ? [path, path.replaceAll('+', '%20')] : [path];
}

/** A form upload signs its policy only, so the likelier sense must do. */
export function formReadingOf({ path, headers }: WireRequest): Reading {
  const labelled = bucketOfHost(headers['host'] ?? '');
  return labelled !== undefined && path === '/'
    ? { bucket: labelled }
    : pathStyleOf(path.replace(/\/$/, '').slice(1));
}

const readingOf = (bucket: string, key: string): Reading => (key === '' ? { bucket } : { bucket, key });

/** The first label of a host name; an address has none. */
function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/[/:].*$/, '');
  if (ADDRESS.test(name) || !name.includes('.')) return undefined;
  const label = name.slice(0, name.indexOf('.'));
  return BUCKET.test(label) ? label : undefined;
}

function pathStyleOf(path: string): Reading {
  if (path === '') return {};
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: percentDecoded(path) };
  return readingOf(percentDecoded(path.slice(0, slash)), percentDecoded(path.slice(slash + 1)));
}
