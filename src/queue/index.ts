export { type Depth, readDepth } from './depth.ts';
export { type DrainOptions, drain } from './drain.ts';
export { installQueue, queueDigest } from './install.ts';
export { type Handler, makeTopic, type Policy, type SendOptions, type Topic } from './topic.ts';
export { type QueueOptions, type RunningQueue, startQueue } from './worker.ts';
