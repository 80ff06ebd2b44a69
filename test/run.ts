import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '#config';
import { printProblem } from '#lib/problem.ts';
import { startEmbedded } from '#postgres';
import { checkCode } from './checks.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** A test that waits for what never comes fails instead of holding up the build. */
const LONGEST_MS = 5 * 60_000;

/** Runs the test files against the server at `url`; the exit code. Ctrl-C ends them, and then the server below. */
const runTests = (files: readonly string[], url: string): Promise<number> =>
  new Promise((resolve) => {
    const args = [
      '--test',
      '--test-reporter=spec',
      `--test-timeout=${LONGEST_MS}`,
      `--test-concurrency=${availableParallelism()}`,
      ...files,
    ];
    const env = { ...environment(), TEST_DATABASE_URL: url };
    const child = spawn(process.execPath, args, { stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.on('close', (code) => resolve(code ?? 1));
  });

const chosen = process.argv.slice(2);
const files = chosen.length > 0 ? chosen : globSync(['src/**/*.test.ts', 'test/**/*.test.ts']).sort();
const isClean = chosen.length > 0 || (await checkCode());

// A throw-away server: what it holds may vanish with the machine, so it need not wait for the disk.
const folder = mkdtempSync(join(tmpdir(), 'knopfdruck-test-'));
chmodSync(folder, 0o755);
const begin = performance.now();
const server = await startEmbedded({
  folder: join(folder, 'postgres'),
  path: environment()['PATH'] ?? '',
  durable: false,
});
if (server.kind === 'problems') {
  for (const problem of server.problems) say(printProblem(problem));
  process.exitCode = 1;
} else {
  say(`✔ PostgreSQL ${server.version} started (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  const code = await runTests(files, server.url);
  await server.stop();
  if (!isClean) say('✖ The checks before the tests found faults; see above.');
  process.exitCode = code === 0 && !isClean ? 1 : code;
}
rmSync(folder, { recursive: true, force: true });
