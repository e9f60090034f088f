import type { Credentials } from '../clients/credentials.ts';
import type { BucketInfo } from '../clients/oss.ts';
import type { LiveRule, Rules } from '../clients/rules.ts';
import { gatherEventTypes } from '../domain/event-type.ts';
import type { Probe } from '../domain/probe.ts';
import type { Provider } from '../domain/providers/index.ts';
import { attempt, type Check, failed, failedCheck, ok, warning } from './diagnosis.ts';
import { type BucketPorts, bucketChecks } from './doctor-buckets.ts';
import { callbackChecks, undeliveredCallback } from './doctor-callbacks.ts';
import { type TopicUse, topicsOf, type WiringPorts, wiringChecks } from './doctor-wiring.ts';
import { type ProbeStore, probeOnce, requireProbe } from './probe-object.ts';

export interface DoctorPorts extends BucketPorts {
  readonly provider: Provider;
  credentials(): Promise<Credentials>;
  rules(): Promise<Rules>;
  /** OSS only. */
  readonly wiring?: () => Promise<WiringPorts>;
  /** Absent when nothing may be written. */
  readonly store?: (bucket: string) => Promise<ProbeStore>;
  probeFor(rule: LiveRule): Probe;
  /** KS3: whether callbacks are delivered on this machine, as an emulator does. */
  readonly isLocal: boolean;
}

export interface DoctorRequest {
  readonly bucket?: string;
  readonly rule?: string;
}

/** From the key to the event, in the order in which things depend on each other; what needs a failed one is not tried. */
export async function* examine(
  { bucket, rule: name }: DoctorRequest,
  ports: DoctorPorts,
): AsyncGenerator<Check> {
  const { provider } = ports;
  const key = yield* attempt('credentials', 'sts:GetCallerIdentity', async () => {
    const { accessKeyId } = await ports.credentials();
    return [accessKeyId, ok('credentials', `access key ${masked(accessKeyId)}`)];
  });
  if (key === undefined) return;
  const listing = provider.name === 'ks3' ? 'ks3:GetBucketNotification' : 'mns:ListEventRules';
  const live = yield* attempt('rules', listing, async () => {
    const found = await (await ports.rules()).list();
    return [
      found,
      ok(
        'rules',
        `${found.length} ${found.length === 1 ? 'rule' : 'rules'}; key, clock and permission are fine`,
      ),
    ];
  });
  if (live === undefined) return;
  if (live.length === 0 && bucket === undefined && name === undefined) yield noRules(ports);
  const chosen = live.filter(
    (rule) => (name === undefined || rule.name === name) && (bucket === undefined || rule.bucket === bucket),
  );
  const buckets = bucket === undefined ? [...new Set(chosen.map((rule) => rule.bucket))] : [bucket];
  const infos = yield* bucketChecks(buckets, bucket !== undefined || name !== undefined, ports);
  if (infos === undefined) return;
  if (chosen.length === 0) yield* nothingChosen(bucket, name, provider);
  const topics = topicsOf(chosen);
  for (const rule of chosen)
    yield* ruleChecks(rule, { info: infos.get(rule.bucket), topics, mayProbe: name ?? bucket }, ports);
}

/** A rule of a bucket elsewhere is not seen from here, and nobody says so. */
function noRules({ region }: DoctorPorts): Check {
  const place = region?.value ?? 'this region';
  return warning(
    'rules',
    `there are no rules in ${place}; a rule lives in the region of its bucket`,
    'ossnotify doctor --bucket BUCKET',
  );
}

function* nothingChosen(
  bucket: string | undefined,
  name: string | undefined,
  { name: provider }: Provider,
): Generator<Check> {
  const inBucket = bucket === undefined ? '' : ` --bucket ${bucket}`;
  const to = provider === 'ks3' ? ' --to https://PUBLIC-HOST/...' : '';
  if (name !== undefined)
    yield failed(
      'rule',
      'rule-not-found',
      `there is no rule ${name}${bucket ? ` on bucket ${bucket}` : ''}`,
      `ossnotify rule list${inBucket}`,
      'not-found',
    );
  else if (bucket !== undefined)
    yield failed(
      'rule',
      'no-rule',
      `no rule speaks of bucket ${bucket}`,
      `ossnotify rule create NAME --bucket ${bucket} --event 'ObjectCreated:*'${to}`,
      'not-found',
    );
}

interface RuleSurroundings {
  readonly info: BucketInfo | undefined;
  readonly topics: ReadonlyMap<string, TopicUse>;
  /** A probe is put only where the rule or its bucket is asked after. */
  readonly mayProbe: string | undefined;
}

async function* ruleChecks(
  rule: LiveRule,
  { info, topics, mayProbe }: RuleSurroundings,
  ports: DoctorPorts,
): AsyncGenerator<Check> {
  const { provider } = ports;
  yield ok(
    `rule ${rule.name}`,
    `on bucket ${rule.bucket}: ${gatherEventTypes(rule.events, provider).join(', ')}`,
  );
  const topic = topics.get(rule.topic ?? '');
  let sound = topic?.isSound ?? true;
  const checks =
    provider.name === 'ks3'
      ? callbackChecks(rule, ports.isLocal)
      : wiringChecks(rule, topic, await wiringOf(ports));
  for await (const check of checks) {
    if (check.state === 'failed') sound = false;
    yield check;
  }
  if (topic) topic.isSound = sound;
  if (info?.versioning === 'enabled' && rule.events.some((type) => type.startsWith('ObjectRemoved:')))
    yield warning(
      `rule ${rule.name}`,
      'the bucket keeps versions: a deletion without a version id only adds a marker, and may raise no event',
      'delete with a version id',
    );
  if (sound && mayProbe !== undefined && ports.store)
    yield await activity(rule, ports, await ports.store(rule.bucket));
}

async function wiringOf({ wiring }: DoctorPorts): Promise<WiringPorts> {
  if (wiring === undefined) throw new Error('rules of OSS are examined with MNS');
  return wiring();
}

/** Whether the service says anything of an event of the rule. */
async function activity(
  rule: LiveRule,
  { provider, probeFor, isLocal }: DoctorPorts,
  store: ProbeStore,
): Promise<Check> {
  const name = `activity of ${rule.name}`;
  const probe = probeFor(rule);
  if (probe.kind === 'impossible') return { name, state: 'skipped', text: probe.reason };
  const permission =
    provider.name === 'ks3' ? 'ks3:PutObject and ks3:DeleteObject' : 'oss:PutObject and oss:DeleteObject';
  try {
    const status = await probeOnce(requireProbe(probe), store);
    if (status === 'Ok') return ok(name, 'a probe object raised an event');
    if (status === undefined) return inactive(name, rule, provider);
    return provider.name === 'ks3'
      ? undeliveredCallback(name, status, rule, isLocal)
      : undelivered(name, status, rule);
  } catch (error) {
    return failedCheck(name, error, permission);
  }
}

function inactive(name: string, { bucket, name: rule }: LiveRule, { activationMinutes }: Provider): Check {
  const text = `rule not yet active: an object that it matches raised no event; that takes up to ${activationMinutes} minutes after its creation`;
  return failed(name, 'rule-not-active', text, `ossnotify probe --bucket ${bucket} --rule ${rule}`);
}

function undelivered(name: string, status: string, { name: rule }: LiveRule): Check {
  return failed(
    name,
    'not-delivered',
    `OSS raised the event and could not hand it to MNS (${status})`,
    `ossnotify rule get ${rule}`,
  );
}

function masked(accessKeyId: string): string {
  return `${accessKeyId.slice(0, 4)}***`;
}
