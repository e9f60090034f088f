import type { LiveRule, Rules } from '../clients/rules.ts';
import { Failure } from '../errors.ts';

export interface TopicRequest {
  readonly topics: readonly string[];
  readonly rules: readonly string[];
  readonly bucket?: string;
}

/** The topics that were named, and those that the named rules and the bucket's rules publish to; each once. */
export async function findTopics(request: TopicRequest, rules: () => Promise<Rules>): Promise<string[]> {
  const found = [...request.topics];
  for (const name of request.rules) {
    const rule = await (await rules()).get(name);
    if (!rule) throw notFound('rule-not-found', `there is no rule ${name}`);
    found.push(topicOf(rule));
  }
  if (request.bucket !== undefined) found.push(...(await topicsOfBucket(request.bucket, await rules())));
  return [...new Set(found)];
}

async function topicsOfBucket(bucket: string, rules: Rules): Promise<string[]> {
  const live = (await rules.list()).filter((rule) => rule.bucket === bucket);
  const topics = live.flatMap(({ topic }) => (topic === undefined ? [] : [topic]));
  if (topics.length === 0) throw notFound('no-topic', `no rule of bucket ${bucket} publishes to a topic`);
  return topics;
}

function topicOf({ name, topic, endpoint }: LiveRule): string {
  if (topic !== undefined) return topic;
  throw new Failure(
    'not-found',
    'no-topic',
    `rule ${name} has no topic: it sends straight to ${endpoint?.type} ${endpoint?.value}`,
    {
      hint: `read that queue itself: ossnotify tail --queue ${endpoint?.value ?? 'NAME'}`,
    },
  );
}

function notFound(code: string, message: string): Failure {
  return new Failure('not-found', code, message, {
    hint: 'ossnotify rule list shows the rules of the region',
  });
}
