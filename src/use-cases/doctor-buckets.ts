import type { BucketInfo } from '../clients/oss.ts';
import type { Setting } from '../clients/settings.ts';
import { attempt, type Check, failed, ok } from './diagnosis.ts';

/** Whether buckets are where the settings look for their rules. */

export interface BucketPorts {
  readonly region: Setting | undefined;
  /** OSS only. */
  readonly bucketInfo?: (bucket: string) => Promise<BucketInfo>;
}

type BucketInfos = ReadonlyMap<string, BucketInfo>;

/** Where the buckets are; undefined when one is elsewhere, since whatever else is found follows from that. */
export async function* bucketChecks(
  buckets: readonly string[],
  isAsked: boolean,
  ports: BucketPorts,
): AsyncGenerator<Check, BucketInfos | undefined> {
  const infos = new Map<string, BucketInfo>();
  for (const bucket of buckets) {
    for await (const check of bucketCheck(bucket, infos, ports)) {
      // Nobody has asked after this bucket: that it may not be looked at is no finding.
      yield isAsked || check.code === 'wrong-region' ? check : unasked(check);
      if (check.code === 'wrong-region') return undefined;
    }
  }
  return infos;
}

function unasked(check: Check): Check {
  if (check.state !== 'failed') return check;
  return { name: check.name, state: 'skipped', text: `its region is not known: ${check.text}` };
}

async function* bucketCheck(
  bucket: string,
  infos: Map<string, BucketInfo>,
  { bucketInfo, region }: BucketPorts,
): AsyncGenerator<Check> {
  if (bucketInfo === undefined) return;
  const name = `bucket ${bucket}`;
  yield* attempt(name, 'oss:GetBucketInfo', async () => {
    const found = await bucketInfo(bucket);
    infos.set(bucket, found);
    const isHere = region === undefined || found.region === region.value;
    return [found, isHere ? ok(name, `in ${found.region}`) : elsewhere(name, found.region, region)];
  });
}

function elsewhere(name: string, itsRegion: string, { value, origin }: Setting): Check {
  const text = `wrong region: the bucket is in ${itsRegion}, and ${value} is asked (by ${origin})`;
  return failed(name, 'wrong-region', text, regionRemedy(itsRegion, origin));
}

/** Where the region is set, there it is corrected. */
function regionRemedy(region: string, origin: string): string {
  if (origin.startsWith('OSSNOTIFY_')) return `export ${origin}=${region}`;
  const profile = /^profile (.+)$/.exec(origin)?.[1];
  if (profile !== undefined) return `ossnotify config set region ${region} --profile ${profile}`;
  return `ossnotify doctor --region ${region}`;
}
