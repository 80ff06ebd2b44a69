export { makeOfficeApp } from './app.ts';
