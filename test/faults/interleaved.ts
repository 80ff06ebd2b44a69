import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readJson } from '#form';
import { install, makeIntake, makeReceiptSigner, makeRegistry, verifyReceipt } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, type Db, sql } from '#lib/sql.ts';
import { hashContent } from '#src/intake/payload.ts';
import { serve } from '#src/roles/serve.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeSmallService } from '#test/small-service.ts';
import { makeApi } from '#web/api/index.ts';
import { pause } from './random.ts';

type Site = { readonly db: Db; readonly url: string };

const startSites = async ({ db, url }: Site) => {
  await makeTestAuthorities(db);
  const clock = () => Temporal.Now.instant();
  const compiled = makeSmallService();
  const offered = { authority: 'musterland', state: 'live', parameters: {}, slots: {} } as const;
  await db.tx(ANY_AUTHORITY, (tx) => install(tx, compiled, offered, clock()));
  const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
  const start = async () => {
    const secretKey = Buffer.alloc(32, 3);
    const intake = makeIntake({ url, clock, signer, secretKey, issuer: 'http://x', cell: 'a' });
    const deps = {
      registry: makeRegistry(db),
      intake,
      db,
      clock,
      receiptKeys: [signer.jwk],
      baseUrl: '',
      version: '0',
    };
    const app = makeApi({ ...deps, onError: () => {} });
    const served = await serve({ app, host: '127.0.0.1', port: 0, isReady: async () => true });
    const stop = async (): Promise<void> => {
      await served.stop();
      await intake.close();
    };
    return { address: `http://127.0.0.1:${served.port}`, stop };
  };
  const sites = [await start(), await start()];
  return { compiled, signer, sites };
};

type Confirmed = { readonly number: string; readonly secret: string; readonly receipt: string };

/** Later than this, whoever is still told «later» is told so for good. */
const LATER_WITHIN_MS = 4 * 60_000;

export type Interleaved = {
  readonly handedIn: number;
  readonly repeated: number;
  /** How often somebody was told to try again. */
  readonly later: number;
  /** Confirmations that do not belong to what was handed in; must be none. */
  readonly faults: readonly string[];
  readonly seconds: number;
};

/**
 * Hands in so many different applications, many at the same time over both of two servers, each tenth twice; recomputes
 * from what each person sent what must stand in the confirmation, and compares it with the table.
 */
export const handInInterleaved = async (site: Site, count: number, people = 200): Promise<Interleaved> => {
  const { compiled, signer, sites } = await startSites(site);
  const hashes = new Map<string, string>();
  const faults: string[] = [];
  let repeated = 0;
  let later = 0;
  let next = 0;
  const begin = performance.now();

  /** People try again under the same id: a busy machine says «later», or a connection is closed as it is used. */
  const send = async (id: string, i: number, to: number): Promise<Confirmed> => {
    const answers = { name: `Person ${i}`, personen: i % 10 };
    const response = await fetch(`${sites[to]?.address}/api/v1/musterland/anmeldung/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': id },
      body: JSON.stringify({ answers }),
    }).catch((error: Error) => error);
    const isLater = response instanceof Error || response.status >= 500;
    if (isLater && performance.now() - begin < LATER_WITHIN_MS) {
      later += 1;
      await pause(100);
      return send(id, i, to);
    }
    if (response instanceof Error) throw response;
    assert.equal(response.status, 201);
    return (await response.json()) as Confirmed;
  };

  /** What the confirmation of these answers must say. */
  const expected = (id: string, i: number, secret: string): string => {
    const read = readJson(compiled, { name: `Person ${i}`, personen: i % 10 });
    assert.ok(read.kind !== 'problems');
    const { digest } = compiled;
    const content = { id, authority: 'musterland', service: 'anmeldung', digest, answers: read.answers };
    return hashContent(content, secret);
  };

  const handIn = async (i: number): Promise<void> => {
    const id = makeUuid(Date.now());
    const twice = i % 10 === 0;
    const [first, second] = await Promise.all([send(id, i, i % 2), ...(twice ? [send(id, i, (i + 1) % 2)] : [])]);
    if (!first) throw new Error('A submission had no answer.');
    repeated += twice ? 1 : 0;
    if (second && second.receipt !== first.receipt) faults.push(`${i}: two receipts`);
    const claims = verifyReceipt(first.receipt, [signer.jwk]);
    const hash = expected(id, i, first.secret);
    if (claims?.hash !== hash || claims.number !== first.number) faults.push(`${i}: the receipt of somebody else`);
    hashes.set(id, hash);
  };
  const person = async (): Promise<void> => {
    while (next < count) await handIn(next++);
  };
  try {
    await Promise.all(Array.from({ length: people }, person));
  } finally {
    for (const { stop } of sites) await stop();
  }
  const seconds = (performance.now() - begin) / 1000;

  const rows = await site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ id: string; hash: string }>(sql`select id, hash from intake.submission`),
  );
  if (rows.length !== hashes.size) faults.push(`${rows.length} rows for ${hashes.size} people`);
  for (const { id, hash } of rows) if (hashes.get(id) !== hash) faults.push(`${id}: another content is stored`);
  return { handedIn: hashes.size, repeated, later, faults, seconds };
};
