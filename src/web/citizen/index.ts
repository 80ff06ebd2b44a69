export { makeCitizenApp } from './app.ts';
export type { Limit } from './limit.ts';
