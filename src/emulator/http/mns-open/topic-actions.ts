import { EMULATOR_ACCOUNT, EMULATOR_REGION } from '../../core/identity.ts';
import type { Topic, TopicAttributes } from '../../core/topic.ts';
import type { OpenAction, Parameters } from './open-context.ts';
import { settled } from './open-error.ts';
import { done, given, pageMembers, secondsOf } from './page-members.ts';
import { refuseUnbuilt } from './unbuilt-parameters.ts';

export const createTopic: OpenAction = ({ services, parameters }) => {
  refuseUnbuilt(parameters);
  settled(services.topics.create(parameters.require('TopicName'), attributesOf(parameters)));
  return done;
};

export const setTopicAttributes: OpenAction = ({ services, parameters }) => {
  refuseUnbuilt(parameters);
  settled(services.topics.setAttributes(parameters.require('TopicName'), attributesOf(parameters)));
  return done;
};

export const deleteTopic: OpenAction = ({ services, parameters }) => {
  const name = parameters.require('TopicName');
  settled(services.topics.get(name));
  services.topics.delete(name);
  return done;
};

export const getTopicAttributes: OpenAction = ({ services, parameters }) =>
  topicMembers(settled(services.topics.get(parameters.require('TopicName'))));

export const listTopic: OpenAction = ({ services, parameters }) => {
  const wanted = parameters.get('TopicName') ?? '';
  const topics = [...services.topics.all()].filter(({ name }) => name.includes(wanted));
  return pageMembers(parameters, topics, topicMembers);
};

const topicMembers = (topic: Topic) => ({
  TopicName: topic.name,
  TopicUrl: `http://${EMULATOR_ACCOUNT}.mns.${EMULATOR_REGION}.aliyuncs.com/topics/${topic.name}`,
  CreateTime: secondsOf(topic.createdAtMs),
  LastModifyTime: secondsOf(topic.modifiedAtMs),
  MaxMessageSize: topic.attributes.maximumMessageBytes,
  MessageCount: 0,
  LoggingEnabled: topic.attributes.loggingEnabled,
});

const attributesOf = (parameters: Parameters): Partial<TopicAttributes> =>
  given<TopicAttributes>({
    maximumMessageBytes: parameters.integer('MaxMessageSize'),
    loggingEnabled: parameters.boolean('EnableLogging'),
  });
