/** What the service says is not there, by the name that was asked for: its own text names nothing. */
export interface MissingThing {
  /** `topic movies`. */
  readonly name: string;
  readonly remedy: string;
}

/** Undefined where the code tells of something else, or of something that the address does not name. */
export function missingThing(code: string, resource: string): MissingThing | undefined {
  const [, kind, name, subscription] = RESOURCE.exec(resource) ?? [];
  if (kind === undefined || name === undefined) return undefined;
  if (code === 'TopicNotExist' && kind === 'topics')
    return { name: `topic ${decodeURIComponent(name)}`, remedy: TOPIC_REMEDY };
  if (code === 'QueueNotExist' && kind === 'queues')
    return { name: `queue ${decodeURIComponent(name)}`, remedy: QUEUE_REMEDY };
  if (code !== 'SubscriptionNotExist' || subscription === undefined) return undefined;
  const [own, topic] = [decodeURIComponent(subscription), decodeURIComponent(name)];
  return { name: `subscription ${own} of topic ${topic}`, remedy: SUBSCRIPTION_REMEDY };
}

const RESOURCE = /^\/(topics|queues)\/([^/?]+)(?:\/subscriptions\/([^/?]+))?/;

const TOPIC_REMEDY =
  'check the name, --region and --account; topics that rules publish to: `ossnotify rule list`';
const QUEUE_REMEDY =
  'check the name, --region and --account; `ossnotify queue create NAME --topic TOPIC` makes a queue';
const SUBSCRIPTION_REMEDY =
  'check its name; `ossnotify rule get RULE` shows what is subscribed to the topic of a rule';
