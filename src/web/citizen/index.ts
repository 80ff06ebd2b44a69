export { makeCitizenApp } from './app.ts';
