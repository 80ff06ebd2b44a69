export { makeOfficeApp } from './app.ts';
export type { OfficeDeps } from './deps.ts';
