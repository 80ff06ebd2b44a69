import { spawn } from 'node:child_process';
import { chmodSync, existsSync, globSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '#config';
import { printProblem } from '#lib/problem.ts';
import { startEmbedded } from '#postgres';
import { checkCode } from './checks.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** A test that waits for what never comes fails instead of holding up the build; long proofs say how long they may take. */
const LONGEST_MS = Number(environment()['TEST_MINUTES'] ?? 5) * 60_000;

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

const PREFIX = 'knopfdruck-test-';

/** Ends servers of runs that were killed: those whose owner lives no more. Others of this machine may be testing now. */
const sweep = async (path: string): Promise<void> => {
  for (const folder of globSync(join(tmpdir(), `${PREFIX}*`))) {
    const { uid, mtimeMs } = lstatSync(folder);
    if (uid !== process.getuid?.()) continue;
    const home = join(folder, 'postgres');
    const hasServer = existsSync(join(home, 'data/postmaster.pid'));
    if (!hasServer && Date.now() - mtimeMs < 3_600_000) continue; // perhaps about to start
    const left = hasServer ? await startEmbedded({ folder: home, path, durable: false }) : undefined;
    if (left?.kind === 'problems' || (left?.kind === 'running' && left.how === 'joined')) continue;
    await left?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const path = environment()['PATH'] ?? '';
await sweep(path);
const chosen = process.argv.slice(2);
const files = chosen.length > 0 ? chosen : globSync(['src/**/*.test.ts', 'test/**/*.test.ts']).sort();
const isClean = chosen.length > 0 || (await checkCode());

// A throw-away server: what it holds may vanish with the machine, so it need not wait for the disk.
const folder = mkdtempSync(join(tmpdir(), PREFIX));
chmodSync(folder, 0o755);
const begin = performance.now();
const server = await startEmbedded({
  folder: join(folder, 'postgres'),
  path,
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
