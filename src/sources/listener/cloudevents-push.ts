import { readCloudEvents } from '../../domain/cloudevent-request.ts';
import { type Protocol, refused } from './posted.ts';

/** CloudEvents in any HTTP mode, as a Knative Trigger or our own `--forward` posts them. */
export const cloudEventsPush: Protocol = {
  name: 'a CloudEvent',
  methods: ['POST', 'PUT'],
  largestBytes: 1024 * 1024,
  read({ headers, body }) {
    const posted = readCloudEvents(headers, body);
    if (!posted.ok) return refused(posted.status, posted.reason);
    const messages = posted.events.map(({ id, json }) => ({ body: json, messageId: id }));
    return { kind: 'messages', messages, answer: { status: 204 } };
  },
};
