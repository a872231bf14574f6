export type { IAlarm } from './alarm';
export { existingTopic, type ExistingTopicProps, type ITopic } from './alarm-topic';
