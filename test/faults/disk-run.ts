import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { cutPower, makeDisk, mount, whyNoDisk } from './disk.ts';
import { checkPromises } from './invariants.ts';
import { makeRandom, pause } from './random.ts';
import { startServer } from './server.ts';
import { settle } from './settle.ts';
import { startTraffic } from './traffic.ts';
import { within } from './within.ts';
import { startWorld } from './world.ts';

// npm run test:power-cut: what needs a disk of its own, and so root. With power cut, with the disk full; and the same
// power cut with fsync off, which must be found out.

const DISK_MB = 800;
const TRAFFIC_MS = 4000;
/** However slow the machine is, there must be something to lose. */
const LEAST_PROMISES = 20;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const count = (found: readonly string[], kind: string): number => found.filter((text) => text.startsWith(kind)).length;

/** Hands in for a while, cuts the power, starts from what the disk holds; promises made and what became of them. */
const runPowerCut = async (base: string, durable: boolean, seed: number) => {
  const name = join(base, `${durable ? 'safe' : 'unsafe'}-${seed}`);
  const disk = makeDisk(`${name}.img`, name, DISK_MB);
  const world = await startWorld({ folder: join(name, 'postgres'), durable, intakeOnly: true });
  // The beginning is no part of the proof: it is on the disk, whatever the server is told of fsync.
  await world.ask((client) => client.query('checkpoint'));
  const traffic = startTraffic({ addresses: world.addresses, random: makeRandom(seed), count: 1_000_000, people: 24 });
  await pause(TRAFFIC_MS + seed * 137);
  while (traffic.promised.length < LEAST_PROMISES) await pause(10);
  world.server.freeze();
  await pause(200); // answers on their way arrive
  const promised = [...traffic.promised];
  cutPower(disk, `${name}-cut.img`);
  traffic.stop();
  world.server.kill();
  await world.end();
  await disk.unmount();

  const after = mount(`${name}-cut.img`, `${name}-cut`);
  const found = await (async () => {
    const server = await startServer({ folder: join(after.folder, 'postgres') });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const violations = await checkPromises({ client, promised, keys: world.receiptKeys });
    await client.end();
    await server.stop();
    return violations;
  })().catch((error: Error) =>
    promised.map(({ key }) => `lost: ${key}, the database does not start: ${error.message}`),
  );
  await after.unmount();
  return { promised: promised.length, found };
};

/** Fills the disk while people hand in, frees it again; all must recover by itself and nothing be lost. */
const runDiskFull = async (base: string) => {
  const name = join(base, 'full');
  const disk = makeDisk(`${name}.img`, name, DISK_MB);
  const world = await startWorld({ folder: join(name, 'postgres') });
  try {
    const traffic = startTraffic({ addresses: world.addresses, random: makeRandom(1), count: 150, people: 12 });
    while (traffic.promised.length < 30) await pause(10);
    const before = traffic.retries();
    disk.fill();
    await pause(4000);
    const during = traffic.retries() - before;
    disk.empty();
    await world.server.start();
    const violations = await settle(world, traffic);
    return { promised: traffic.promised.length, refused: during, violations };
  } finally {
    await world.end();
    await disk.unmount();
  }
};

const PART_WITHIN_MS = 10 * 60_000;
/** A part that hangs ends the whole, and is named. */
const bounded = async <T>(part: string, work: Promise<T>): Promise<T> => {
  const result = await within(PART_WITHIN_MS, work);
  if (result.kind === 'ended') return result.value;
  say(`✖ ${part} hangs: not over after ${PART_WITHIN_MS / 60_000} minutes`);
  process.exit(1);
};

const runAll = async (base: string): Promise<boolean> => {
  let isGood = true;
  const judge = (good: boolean, text: string, found: readonly string[] = []): void => {
    isGood &&= good;
    say(`${good ? '✔' : '✖'} ${text}`);
    if (!good) for (const one of found.slice(0, 10)) say(`    ${one}`);
  };
  for (const seed of [1, 2, 3]) {
    const { promised, found } = await bounded(`power cut ${seed}`, runPowerCut(base, true, seed));
    judge(
      found.length === 0 && promised > 0,
      `power cut ${seed}: ${promised} receipts, ${found.length} not kept`,
      found,
    );
  }
  const unsafe = await bounded('power cut with fsync off', runPowerCut(base, false, 1));
  const lost = count(unsafe.found, 'lost');
  judge(lost > 0, `power cut with fsync off is found out: ${unsafe.promised} receipts, ${lost} lost`, unsafe.found);
  const full = await bounded('disk full', runDiskFull(base));
  const text = `disk full: ${full.promised} receipts, ${full.refused} tries refused meanwhile, ${full.violations.length} violations`;
  judge(full.violations.length === 0 && full.refused > 0, text, full.violations);
  return isGood;
};

const missing = whyNoDisk();
if (missing) {
  for (const name of ['power cut', 'power cut with fsync off', 'disk full']) say(`- ${name}: skipped, ${missing}`);
} else {
  const base = mkdtempSync(join(tmpdir(), 'kd-disk-'));
  chmodSync(base, 0o755);
  process.exitCode = (await runAll(base)) ? 0 : 1;
  rmSync(base, { recursive: true, force: true });
}
