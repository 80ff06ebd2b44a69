export { makeCitizenApp } from './app.ts';
export { type Door, makeDoor } from './door.ts';
export type { Limit } from './limit.ts';
