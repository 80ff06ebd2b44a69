import { join } from 'node:path';
import pg from 'pg';
import { type Keys, makeKeys } from '#authority';
import { type Environment, environment, readConfig } from '#config';
import { makeReceiptSigner, type PublicJwk } from '#intake';
import { APP_ROLE } from '#lib/migrate.ts';
import type { Keyring } from '#lib/seal.ts';
import { openDb } from '#lib/sql.ts';
import { withDemoKeys } from '#src/demo-keys.ts';
import { seedDemo } from '#src/dev/demo/index.ts';
import { prepareDatabase } from '#src/migrations.ts';
import { startTestClamd } from '#test/clamd.ts';
import { findPort } from '#test/port.ts';
import { type Latecomers, openLatecomers } from './latecomer.ts';
import { type MailBox, startMailBox } from './mail-box.ts';
import type { Plan } from './plan.ts';
import { type Kept, keep } from './process.ts';
import { pause } from './random.ts';
import { copyServices } from './services.ts';

/** The product's processes, each of which can be made to fail, on a database that somebody else looks after. */
export type Site = {
  /** Of the database, for its owner. */
  readonly url: string;
  readonly addresses: readonly string[];
  readonly citizens: readonly Kept[];
  readonly worker: Kept;
  readonly payer: Kept;
  readonly mails: MailBox;
  readonly receiptKeys: readonly PublicJwk[];
  /** People of whose forms a part follows; none where only intake runs. */
  readonly latecomers: Latecomers | undefined;
  /** Of the applicants' processes. */
  readonly sealKeys: Keyring;
  /** Open what was handed in, as the authority does. */
  readonly keys: Keys;
  /** Where the content of files lies, encrypted. */
  readonly fileFolder: string;
  /** Asks the database as its owner. */
  ask<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Returns when every applicants' process takes requests. */
  ready(): Promise<void>;
};

export type SiteOptions = {
  /** What the applicants' processes do wrong all the time. */
  readonly always?: Plan;
  /** Only applicants' processes: nobody works on what comes in. */
  readonly intakeOnly?: boolean;
  /** Where the processes keep what they keep in files; the folder of the site when not given. */
  readonly dataFolder?: string;
};

/** What must be ended, the last begun first. */
export type Ends = (() => Promise<void> | void)[];
export const endAll = async (ends: Ends): Promise<void> => {
  for (const end of ends.splice(0).reverse()) await end();
};

const MAIN = join(import.meta.dirname, '../../src/main.ts');

const makeEnvironment = async (given: Environment): Promise<Environment> => {
  const { PATH, HOME, LANG, NODE_COMPILE_CACHE } = environment();
  return withDemoKeys({
    ...(PATH ? { PATH } : {}),
    ...(HOME ? { HOME } : {}),
    ...(LANG ? { LANG } : {}),
    ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}),
    BASE_URL: 'http://localhost:8080',
    ...given,
  });
};

const seed = async (url: string, keys: Keys, folder: string): Promise<void> => {
  await prepareDatabase(url);
  const db = openDb({ url, role: APP_ROLE, max: 1 });
  await seedDemo({ db, keys, clock: () => Temporal.Now.instant(), folder });
  await db.close();
};

const READY_WITHIN_MS = 60_000;
const untilReady = async (address: string, kept: Kept | undefined): Promise<void> => {
  const until = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const response = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(1000) }).catch(
      () => undefined,
    );
    if (response?.ok) return;
    if (performance.now() > until) throw new Error(`${address} was not ready within a minute:\n${kept?.output()}`);
    await pause(50);
  }
};

/** A connection, however long the database takes to recover from what was done to it. */
const connect = async (url: string): Promise<pg.Client> => {
  const until = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, query_timeout: 20_000 });
    client.on('error', () => {});
    const failure = await client.connect().then(
      () => undefined,
      (error: Error) => error,
    );
    if (!failure) return client;
    if (performance.now() > until) throw failure;
    await pause(100);
  }
};

const asOwner = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/**
 * Prepares the database at `url` and starts two applicants' processes, a worker and people who pay; waits until all is
 * ready. What is to be ended is added to `ends`, also when it fails half-way.
 * @param folder of its own, for what the processes keep in files
 */
export const startSite = async (
  url: string,
  folder: string,
  ends: Ends,
  { always = {}, intakeOnly = false, dataFolder = folder }: SiteOptions = {},
): Promise<Site> => {
  const mails = await startMailBox();
  ends.push(mails.close);
  const scanner = await startTestClamd();
  ends.push(scanner.stop);
  const env = await makeEnvironment({
    DATA_DIR: dataFolder,
    ATTACHMENTS_RESERVE_MB: '0', // the disk of a proof is small, and is to be filled
    DATABASE_URL: url,
    SMTP_URL: mails.url,
    CLAMD_URL: scanner.address,
  });
  const read = readConfig(env, 'main');
  if (read.kind === 'problems') throw new Error(JSON.stringify(read.problems));
  const { secrets } = read.config;
  const keys = makeKeys(secrets.MASTER_KEY);
  const services = join(folder, 'services');
  copyServices(services);
  await seed(url, keys, services);

  const start = (options: Parameters<typeof keep>[0]): Kept => {
    const kept = keep(options);
    ends.push(kept.end);
    return kept;
  };
  const latecomers = intakeOnly ? undefined : openLatecomers(env, url);
  if (latecomers) ends.push(latecomers.close);
  const ports = [await findPort(), await findPort()];
  const addresses = ports.map((port) => `http://127.0.0.1:${port}`);
  const idle = join(import.meta.dirname, 'idle.ts');
  const citizens = ports.map((port) =>
    start({ program: MAIN, args: ['citizen'], env: { ...env, PORT: String(port) }, always }),
  );
  const site: Site = {
    url,
    addresses,
    citizens,
    worker: start(
      intakeOnly ? { program: idle, env } : { program: MAIN, args: ['worker'], env, always: { isHasty: true } },
    ),
    payer: start({ program: intakeOnly ? idle : join(import.meta.dirname, 'payer.ts'), env }),
    mails,
    receiptKeys: [makeReceiptSigner(secrets.RECEIPT_KEY).jwk],
    latecomers,
    sealKeys: secrets.SEAL_KEYS,
    keys,
    fileFolder: join(dataFolder, 'attachments'),
    ask: (work) => asOwner(url, work),
    ready: async () => {
      await Promise.all(addresses.map((address, i) => untilReady(address, citizens[i])));
    },
  };
  await site.ready();
  return site;
};
