/** The RAM action that a request needs, by the table of MNS's access control; undefined for what is not in it. */
export function mnsActionOf(method: string, resource: string): string | undefined {
  const [path = '', query = ''] = resource.split('?', 2);
  const row = TABLE.find(([verb, form]) => verb === method && form.test(path));
  if (row === undefined) return undefined;
  const action = row[2] === 'ReceiveMessage' && /peekonly=true/i.test(query) ? 'PeekMessage' : row[2];
  return `mns:${action}`;
}

const TABLE: readonly (readonly [string, RegExp, string])[] = [
  ['PUT', /^\/topics\/[^/]+\/subscriptions\/[^/]+$/, 'Subscribe'],
  ['DELETE', /^\/topics\/[^/]+\/subscriptions\/[^/]+$/, 'Unsubscribe'],
  ['GET', /^\/topics\/[^/]+\/subscriptions\/[^/]+$/, 'GetSubscriptionAttributes'],
  ['GET', /^\/topics\/[^/]+\/subscriptions\/?$/, 'ListSubscriptionByTopic'],
  ['POST', /^\/topics\/[^/]+\/messages$/, 'PublishMessage'],
  ['PUT', /^\/topics\/[^/]+$/, 'CreateTopic'],
  ['DELETE', /^\/topics\/[^/]+$/, 'DeleteTopic'],
  ['GET', /^\/topics\/[^/]+$/, 'GetTopicAttributes'],
  ['GET', /^\/topics$/, 'ListTopic'],
  ['POST', /^\/queues\/[^/]+\/messages$/, 'SendMessage'],
  ['GET', /^\/queues\/[^/]+\/messages$/, 'ReceiveMessage'],
  ['DELETE', /^\/queues\/[^/]+\/messages$/, 'DeleteMessage'],
  ['PUT', /^\/queues\/[^/]+\/messages$/, 'ChangeMessageVisibility'],
  ['PUT', /^\/queues\/[^/]+$/, 'CreateQueue'],
  ['DELETE', /^\/queues\/[^/]+$/, 'DeleteQueue'],
  ['GET', /^\/queues\/[^/]+$/, 'GetQueueAttributes'],
  ['GET', /^\/queues$/, 'ListQueue'],
];
