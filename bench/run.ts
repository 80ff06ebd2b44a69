import { readdirSync } from 'node:fs';

/** `npm run bench -- rules`: runs the benchmark of that name in this folder. */
const names = readdirSync(import.meta.dirname)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'run');
const name = process.argv[2] ?? '';
if (names.includes(name)) await import(`./${name}.ts`);
else {
  console.log(`Usage: npm run bench -- NAME, where NAME is one of ${names.join(', ')}.`);
  process.exitCode = 2;
}
