import { spawn } from 'node:child_process';

/** Runs a program of node_modules with its output as it is; true when it is content. */
const run = (file: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });

const STEPS: readonly (readonly [name: string, file: string, args: readonly string[]])[] = [
  ['types', 'node_modules/typescript/bin/tsc', ['-p', '.']],
  ['lint and format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--reporter=summary', '.']],
  ['unused code', 'node_modules/knip/bin/knip.js', ['--no-progress']],
];

/** Checks types, lint, format and unused code, and says how long each took; true when all are clean. */
export const checkCode = async (): Promise<boolean> => {
  const failed: string[] = [];
  for (const [name, file, args] of STEPS) {
    const begin = performance.now();
    const isClean = await run(file, args);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    process.stdout.write(`${isClean ? '✔' : '✖'} ${name} (${seconds} s)\n`);
    if (!isClean) failed.push(name);
  }
  return failed.length === 0;
};
