export { makeCitizenApp } from './app.ts';
export type { CitizenDeps } from './deps.ts';
