import type { MessageQueue } from '../../core/message-queue.ts';
import type { QueueAttributes } from '../../core/queue-attributes.ts';
import type { OpenAction, Parameters } from './open-context.ts';
import { settled } from './open-error.ts';
import { done, given, pageMembers, secondsOf } from './page-members.ts';
import { refuseUnbuilt } from './unbuilt-parameters.ts';

/** Queues by the control plane; neighbours of the rule operations in the same API. */

export const createQueue: OpenAction = ({ services, parameters }) => {
  refuseUnbuilt(parameters);
  settled(services.queues.create(parameters.require('QueueName'), attributesOf(parameters)));
  return done;
};

export const setQueueAttributes: OpenAction = ({ services, parameters }) => {
  refuseUnbuilt(parameters);
  settled(services.queues.setAttributes(parameters.require('QueueName'), attributesOf(parameters)));
  return done;
};

export const deleteQueue: OpenAction = ({ services, parameters }) => {
  const name = parameters.require('QueueName');
  settled(services.queues.get(name));
  services.queues.delete(name);
  return done;
};

export const getQueueAttributes: OpenAction = ({ services, parameters }) =>
  queueMembers(settled(services.queues.get(parameters.require('QueueName'))));

export const listQueue: OpenAction = ({ services, parameters }) => {
  const wanted = parameters.get('QueueName') ?? '';
  const queues = [...services.queues.all()].filter(({ name }) => name.includes(wanted));
  return pageMembers(parameters, queues, queueMembers);
};

function queueMembers(queue: MessageQueue) {
  const { active, inactive, delayed } = queue.counts();
  const { attributes } = queue;
  return {
    QueueName: queue.name,
    CreateTime: secondsOf(queue.createdAtMs),
    LastModifyTime: secondsOf(queue.modifiedAtMs),
    DelaySeconds: attributes.delaySeconds,
    MaximumMessageSize: attributes.maximumMessageBytes,
    MessageRetentionPeriod: attributes.retentionSeconds,
    VisibilityTimeout: attributes.visibilitySeconds,
    PollingWaitSeconds: attributes.pollingWaitSeconds,
    ActiveMessages: active,
    InactiveMessages: inactive,
    DelayMessages: delayed,
    LoggingEnabled: attributes.loggingEnabled,
  };
}

const attributesOf = (parameters: Parameters): Partial<QueueAttributes> =>
  given<QueueAttributes>({
    delaySeconds: parameters.integer('DelaySeconds'),
    maximumMessageBytes: parameters.integer('MaximumMessageSize'),
    retentionSeconds: parameters.integer('MessageRetentionPeriod'),
    pollingWaitSeconds: parameters.integer('PollingWaitSeconds'),
    visibilitySeconds: parameters.integer('VisibilityTimeout'),
    loggingEnabled: parameters.boolean('EnableLogging'),
  });
