import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { cutPower, makeDisk, mount, repair, whyNoDisk } from './disk.ts';
import { checkFiles } from './file-invariants.ts';
import { checkPromises } from './invariants.ts';
import type { Sabotage } from './plan.ts';
import type { Promised } from './promised.ts';
import { makeRandom, pause } from './random.ts';
import { startServer } from './server.ts';
import { settle } from './settle.ts';
import { startTraffic } from './traffic.ts';
import { within } from './within.ts';
import { startWorld, type World } from './world.ts';

// npm run test:power-cut: what needs a disk of its own, and so root. With power cut, with the disk full; and the same
// power cut with fsync off, and with files or their folders not synced, which must be found out.

const DISK_MB = 800;
const FILES_MB = 200;
const TRAFFIC_MS = 4000;
/** However slow the machine is, there must be something to lose. */
const LEAST_PROMISES = 20;
const LEAST_FILES = 10;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const count = (found: readonly string[], kind: string): number => found.filter((text) => text.startsWith(kind)).length;
const countFiles = (promised: readonly Promised[]): number =>
  promised.reduce((sum, { papers = [] }) => sum + papers.length, 0);

/** What is wrong with the product in a power cut, if anything: found out it must be. */
type Wrong = { readonly durable?: false } | { readonly sabotage: Sabotage };

/** What is left of both disks: broken promises, about submissions and about their files. */
const lookAfter = async (name: string, world: World, promised: readonly Promised[]): Promise<string[]> => {
  const books = mount(`${name}-cut.img`, `${name}-cut`);
  repair(`${name}-files-cut.img`);
  const files = mount(`${name}-files-cut.img`, `${name}-files-cut`);
  const look = async (): Promise<string[]> => {
    const server = await startServer({ folder: join(books.folder, 'postgres') });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const evidence = { client, promised, keys: world.keys, folder: join(files.folder, 'attachments'), isWorked: false };
    const violations = [
      ...(await checkPromises({ client, promised, keys: world.receiptKeys })),
      ...(await checkFiles(evidence)),
    ];
    await client.end();
    await server.stop();
    return violations;
  };
  const found = await look().catch((error: Error) =>
    promised.map(({ key }) => `lost: ${key}, the database does not start: ${error.message}`),
  );
  await books.unmount();
  await files.unmount();
  return found;
};

/** Hands in for a while, cuts the power, starts from what the disks hold; promises made and what became of them. */
const runPowerCut = async (base: string, seed: number, wrong: Wrong = {}) => {
  const name = join(base, `${Object.values(wrong).join('').replaceAll(' ', '-')}-${seed}`);
  const books = makeDisk(`${name}.img`, name, DISK_MB);
  const files = makeDisk(`${name}-files.img`, `${name}-files`, FILES_MB, { isJournaled: false });
  const world = await startWorld({
    folder: join(name, 'postgres'),
    dataFolder: files.folder,
    intakeOnly: true,
    ...('sabotage' in wrong ? { always: wrong } : wrong),
  });
  // The beginning is no part of the proof: it is on the disk, whatever the server is told of fsync.
  await world.ask((client) => client.query('checkpoint'));
  const pages = { sealKeys: world.sealKeys, each: 2 };
  const random = makeRandom(seed);
  const traffic = startTraffic({ addresses: world.addresses, random, count: 1_000_000, people: 24, pages });
  await pause(TRAFFIC_MS + seed * 137);
  while (traffic.promised.length < LEAST_PROMISES || countFiles(traffic.promised) < LEAST_FILES) await pause(10);
  world.server.freeze();
  await pause(200); // answers on their way arrive
  const promised = [...traffic.promised];
  cutPower(files, `${name}-files-cut.img`);
  cutPower(books, `${name}-cut.img`);
  traffic.stop();
  world.server.kill();
  await world.end();
  await books.unmount();
  await files.unmount();
  const found = [...traffic.faults, ...(await lookAfter(name, world, promised))];
  return { said: `${promised.length} receipts, ${countFiles(promised)} files`, found };
};

/** Fills the disk while people hand in, frees it again; all must recover by itself and nothing be lost. */
const runDiskFull = async (base: string) => {
  const name = join(base, 'full');
  const disk = makeDisk(`${name}.img`, name, DISK_MB);
  // As where all lies on one disk: database, files and keys.
  const world = await startWorld({ folder: join(name, 'postgres'), dataFolder: name });
  try {
    const { addresses, sealKeys } = world;
    const traffic = startTraffic({ addresses, random: makeRandom(1), count: 150, people: 12, pages: { sealKeys } });
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

const WRONGS: readonly (readonly [what: string, wrong: Wrong, kind: string])[] = [
  ['fsync off', { durable: false }, 'lost: '],
  ['files not synced', { sabotage: 'files not synced' }, 'lost file: '],
  ['folders not synced', { sabotage: 'folders not synced' }, 'lost file: '],
];

const runAll = async (base: string): Promise<boolean> => {
  let isGood = true;
  const judge = (good: boolean, text: string, found: readonly string[] = []): void => {
    isGood &&= good;
    say(`${good ? '✔' : '✖'} ${text}`);
    if (!good) for (const one of found.slice(0, 10)) say(`    ${one}`);
  };
  for (const seed of [1, 2, 3]) {
    const { said, found } = await bounded(`power cut ${seed}`, runPowerCut(base, seed));
    judge(found.length === 0, `power cut ${seed}: ${said}, ${found.length} not kept`, found);
  }
  for (const [what, wrong, kind] of WRONGS) {
    const { said, found } = await bounded(`power cut with ${what}`, runPowerCut(base, 1, wrong));
    const lost = count(found, kind);
    judge(lost > 0, `power cut with ${what} is found out: ${said}, ${lost} lost`, found);
  }
  const full = await bounded('disk full', runDiskFull(base));
  const text = `disk full: ${full.promised} receipts, ${full.refused} tries refused meanwhile, ${full.violations.length} violations`;
  judge(full.violations.length === 0 && full.refused > 0, text, full.violations);
  return isGood;
};

const missing = whyNoDisk();
if (missing) {
  for (const name of ['power cut', ...WRONGS.map(([what]) => `power cut with ${what}`), 'disk full'])
    say(`- ${name}: skipped, ${missing}`);
} else {
  const base = mkdtempSync(join(tmpdir(), 'kd-disk-'));
  chmodSync(base, 0o755);
  process.exitCode = (await runAll(base)) ? 0 : 1;
  rmSync(base, { recursive: true, force: true });
}
