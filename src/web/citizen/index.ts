export { makeCitizenApp } from './app.ts';
export { makeDoor } from './door.ts';
export type { Limit } from './limit.ts';
