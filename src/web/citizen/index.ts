export { makeCitizenApp } from './app.ts';
export { makeDoor } from './door.ts';
export type { Limit, Limited } from './limit.ts';
