import type { Credentials } from '../clients/credentials.ts';
import type { BucketInfo } from '../clients/oss.ts';
import type { LiveRule, Rules } from '../clients/rules.ts';
import type { Probe } from '../domain/probe.ts';
import type { Provider } from '../domain/providers/index.ts';
import { type Check, failed, failedCheck, ok, warning } from './diagnosis.ts';
import { callbackChecks, topicChecks, type WiringPorts } from './doctor-wiring.ts';
import { type ProbeStore, probeOnce, requireProbe } from './probe-object.ts';

export interface DoctorPorts {
  readonly provider: Provider;
  readonly region: string | undefined;
  credentials(): Promise<Credentials>;
  rules(): Promise<Rules>;
  /** OSS only. */
  readonly wiring?: () => Promise<WiringPorts>;
  readonly bucketInfo?: (bucket: string) => Promise<BucketInfo>;
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
  const info = yield* bucketCheck(bucket ?? live.find((rule) => rule.name === name)?.bucket, ports);
  const chosen = live.filter(
    (rule) => (name === undefined || rule.name === name) && (bucket === undefined || rule.bucket === bucket),
  );
  if (name !== undefined && chosen.length === 0)
    yield failed(
      'rule',
      'rule-not-found',
      `there is no rule ${name}${bucket ? ` on bucket ${bucket}` : ''}`,
      'ossnotify rule list',
      'not-found',
    );
  else if (bucket !== undefined && chosen.length === 0)
    yield failed(
      'rule',
      'no-rule',
      `no rule speaks of bucket ${bucket}`,
      `ossnotify rule create NAME --bucket ${bucket} --event 'ObjectCreated:*'`,
      'not-found',
    );
  for (const rule of chosen) yield* ruleChecks(rule, info, ports, name !== undefined || bucket !== undefined);
}

async function* bucketCheck(
  bucket: string | undefined,
  { bucketInfo, region }: DoctorPorts,
): AsyncGenerator<Check, BucketInfo | undefined> {
  if (bucket === undefined || bucketInfo === undefined) return undefined;
  const name = `bucket ${bucket}`;
  const info = yield* attempt(name, 'oss:GetBucketInfo', async () => {
    const found = await bucketInfo(bucket);
    const isHere = region === undefined || found.region === region;
    const elsewhere = failed(
      name,
      'wrong-region',
      `wrong region: the bucket is in ${found.region}, the settings say ${region}`,
      `ossnotify config set region ${found.region}`,
    );
    return [found, isHere ? ok(name, `in ${found.region}`) : elsewhere];
  });
  return info;
}

async function* ruleChecks(
  rule: LiveRule,
  info: BucketInfo | undefined,
  ports: DoctorPorts,
  mayProbe: boolean,
): AsyncGenerator<Check> {
  const { provider } = ports;
  yield ok(
    `rule ${rule.name}`,
    `on bucket ${rule.bucket}: ${rule.events.length} event ${rule.events.length === 1 ? 'type' : 'types'}`,
  );
  let sound = true;
  const checks =
    provider.name === 'ks3' ? callbackChecks(rule, ports.isLocal) : topicChecks(rule, await wiringOf(ports));
  for await (const check of checks) {
    if (check.state === 'failed') sound = false;
    yield check;
  }
  if (info?.versioning === 'enabled' && rule.events.some((type) => type.startsWith('ObjectRemoved:')))
    yield warning(
      `rule ${rule.name}`,
      'the bucket keeps versions: a deletion without a version id only adds a marker, and may raise no event',
      'delete with a version id',
    );
  if (sound && mayProbe && ports.store) yield await activity(rule, ports, await ports.store(rule.bucket));
}

async function wiringOf({ wiring }: DoctorPorts): Promise<WiringPorts> {
  if (wiring === undefined) throw new Error('rules of OSS are examined with MNS');
  return wiring();
}

/** Whether the service says anything of an event of the rule. */
async function activity(
  rule: LiveRule,
  { provider, probeFor }: DoctorPorts,
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
    return status === undefined ? inactive(name, rule, provider) : undelivered(name, status, rule, provider);
  } catch (error) {
    return failedCheck(name, error, permission);
  }
}

function inactive(name: string, { bucket, name: rule }: LiveRule, { activationMinutes }: Provider): Check {
  const text = `rule not yet active: an object that it matches raised no event; that takes up to ${activationMinutes} minutes after its creation`;
  return failed(name, 'rule-not-active', text, `ossnotify probe --bucket ${bucket} --rule ${rule}`);
}

function undelivered(
  name: string,
  status: string,
  { bucket, name: rule }: LiveRule,
  { name: provider }: Provider,
): Check {
  if (provider === 'ks3')
    return failed(
      name,
      'not-delivered',
      `callback not reachable: KS3 raised the event and could not deliver it (${status})`,
      `ossnotify rule get ${rule} --bucket ${bucket} --provider ks3`,
    );
  return failed(
    name,
    'not-delivered',
    `OSS raised the event and could not hand it to MNS (${status})`,
    `ossnotify rule get ${rule}`,
  );
}

type Attempt<T> = () => Promise<readonly [T, Check]>;

/** Yields the check; returns what it found, or undefined when it failed. */
async function* attempt<T>(
  name: string,
  permission: string,
  run: Attempt<T>,
): AsyncGenerator<Check, T | undefined> {
  let result: readonly [T, Check];
  try {
    result = await run();
  } catch (error) {
    yield failedCheck(name, error, permission);
    return undefined;
  }
  yield result[1];
  return result[0];
}

function masked(accessKeyId: string): string {
  return `${accessKeyId.slice(0, 4)}***`;
}
