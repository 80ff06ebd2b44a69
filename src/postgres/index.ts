export type { Origin } from './binaries.ts';
export { probeGiven } from './given.ts';
export { type Embedded, type EmbeddedOptions, type Problems, startEmbedded } from './supervisor.ts';
export { watchEmbedded } from './watch.ts';
