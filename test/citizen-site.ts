import { generateKeyPairSync } from 'node:crypto';
import { after } from 'node:test';
import type { Hono } from 'hono';
import type { CompiledService } from '#definition';
import { compilePackage, readPackage } from '#definition';
import {
  type Admission,
  install,
  type Measured,
  makeAdmission,
  makeIntake,
  makeReceiptSigner,
  makeRegistry,
  type Registry,
} from '#intake';
import type { BlobStore } from '#lib/blob-store.ts';
import { printProblem } from '#lib/problem.ts';
import type { Keyring } from '#lib/seal.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { type Limit, makeCitizenApp } from '#web/citizen/index.ts';
import { makeTestAuthorities } from './authorities.ts';
import { makeTestBlobs } from './blobs.ts';
import { makeTestDatabase } from './database.ts';

/** A shipped package, compiled. */
export const loadPackage = async (name: string): Promise<CompiledService> => {
  const compiled = compilePackage(await readPackage(`services/${name}`));
  if (compiled.kind === 'problems') throw new Error(compiled.problems.map(printProblem).join('\n'));
  return compiled.service;
};

/** The applicants' site on a database of its own. `clock` can be set; `errors` gathers what the site reported. */
export type CitizenSite = {
  readonly app: Hono;
  readonly db: Db;
  readonly url: string;
  readonly registry: Registry;
  readonly blobs: BlobStore;
  readonly keys: Awaited<ReturnType<typeof makeTestAuthorities>>;
  readonly errors: Error[];
  readonly admission: Admission;
  /** What the process measures of itself; admission looks at it when told to, by `admission.tick()`. */
  readonly measured: { -readonly [K in keyof Measured]: Measured[K] };
  put(authority: string, service: CompiledService, state?: 'live' | 'draft' | 'paused' | 'closed'): Promise<void>;
};

export const signingKey = () => generateKeyPairSync('ed25519').privateKey;

export const makeCitizenSite = async (
  now = Temporal.Instant.from('2020-04-02T10:00:00Z'),
  { blobs = makeTestBlobs(), ...more }: { readonly blobs?: BlobStore; readonly limit?: Limit } = {},
): Promise<CitizenSite> => {
  const { db, url } = await makeTestDatabase();
  const keys = await makeTestAuthorities(db);
  const clock = () => now;
  const registry = makeRegistry(db, { lifetime: 0 });
  const signer = makeReceiptSigner(signingKey());
  const secretKey = Buffer.alloc(32, 3);
  const intake = makeIntake({ url, clock, signer, secretKey, issuer: 'http://localhost', cell: 'test' });
  after(() => intake.close());
  const errors: Error[] = [];
  const sealKeys: Keyring = [{ name: 'k1', key: Buffer.alloc(32, 5) }];
  const onError = (error: Error): void => void errors.push(error);
  const measured = { oldestWaiting: 0, loopDelay: 0, utilization: 0.8 };
  const admission = makeAdmission({ db, clock, key: Buffer.alloc(32, 7), measure: () => measured, onError, every: 0 });
  const app = makeCitizenApp({ registry, intake, admission, blobs, db, clock, sealKeys, onError, ...more });
  return {
    app,
    db,
    url,
    registry,
    blobs,
    keys,
    errors,
    admission,
    measured,
    put: (authority, service, state = 'live') =>
      db.tx(ANY_AUTHORITY, (tx) => install(tx, service, { authority, state, parameters: {}, slots: {} }, now)),
  };
};
