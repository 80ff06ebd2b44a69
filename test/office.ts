import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { serve } from '@hono/node-server';
import { putStaff, type Role } from '#authority';
import { handleCaseOpened, handleDecisionMade, makePrinter } from '#decision';
import { makeRegistry } from '#intake';
import type { BlobStore } from '#lib/blob-store.ts';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { orderPayments } from '#payout';
import type { Handler } from '#queue';
import { type Identity, startIdentity } from '#src/dev/identity/index.ts';
import { makeOfficeApp } from '#web/office/index.ts';
import { makeTestBlobs } from './blobs.ts';
import { type Fixture, makeFixture } from './fixture.ts';

const AUTHORITIES = ['musterland', 'musterstadt'] as const;
type Member = { readonly name: string } & Partial<Record<(typeof AUTHORITIES)[number], readonly Role[]>>;

/** Who there is, and what each may do at two authorities. */
export const STAFF = {
  cora: { name: 'Cora Caseworker', musterland: ['caseworker'] },
  carl: { name: 'Carl Caseworker', musterland: ['caseworker'] },
  abel: { name: 'Abel Approver', musterland: ['approver'] },
  petra: { name: 'Petra Payments', musterland: ['payments'] },
  lea: { name: 'Lea Lead', musterland: ['lead'] },
  both: { name: 'Bo Both', musterland: ['caseworker', 'approver'], musterstadt: ['lead'] },
  nora: { name: 'Nora Norole' },
  stan: { name: 'Stan Stadt', musterstadt: ['caseworker', 'approver', 'payments', 'lead'] },
} as const satisfies Record<string, Member>;
export type StaffName = keyof typeof STAFF;

const seed = (db: Db): Promise<Record<StaffName, string>> =>
  db.tx(ANY_AUTHORITY, async (tx) => {
    const ids = {} as Record<StaffName, string>;
    for (const [subject, member] of Object.entries(STAFF) as [StaffName, Member][]) {
      const roles = AUTHORITIES.flatMap((authority) => (member[authority] ?? []).map((role) => ({ authority, role })));
      ids[subject] = makeUuid(Date.now());
      await putStaff(tx, { id: ids[subject], subject, name: member.name, email: `${subject}@test.example`, roles });
    }
    return ids;
  });

export type Answer = {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly body: Buffer;
  readonly headers: Headers;
};
/** A browser without script: keeps cookies, follows redirects, says where a request comes from. */
export type Visitor = (url: string, form?: Record<string, string>, headers?: Record<string, string>) => Promise<Answer>;

/** The office on a port of its own, with a real identity provider beside it. */
export type Office = {
  readonly url: string;
  readonly world: Fixture;
  readonly db: Db;
  readonly blobs: BlobStore;
  /** From a case's opening to its payment order. */
  readonly handlers: readonly Handler[];
  readonly identity: Identity;
  readonly staffIds: Readonly<Record<StaffName, string>>;
  /** Every address behind the sign-in, as `get /:authority/cases`. */
  readonly routes: readonly string[];
  visitor(): Visitor;
  /** A visitor who has signed in as this person. */
  signIn(name: string): Promise<Visitor>;
};

const makeVisitor = (office: string): Visitor => {
  const jar = new Map<string, string>();
  const visit: Visitor = async (path, form, headers = {}) => {
    const url = new URL(path, office);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { origin: url.origin } : {}),
        ...headers,
      },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value && !/max-age=0/i.test(cookie)) jar.set(pair.slice(0, pair.indexOf('=')), value);
      else jar.delete(pair.slice(0, pair.indexOf('=')));
    }
    const next = response.headers.get('location');
    if (next) {
      await response.arrayBuffer();
      return visit(new URL(next, url).href);
    }
    const body = Buffer.from(await response.arrayBuffer());
    return { status: response.status, url: url.href, text: body.toString(), body, headers: response.headers };
  };
  return visit;
};

export const startOffice = async (): Promise<Office> => {
  const world = await makeFixture();
  const { db, keys, clock } = world;
  const staffIds = await seed(db);
  let handle: (request: Request) => Response | Promise<Response> = () => new Response('starting', { status: 503 });
  const server = serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => handle(request) });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirectUri = `${url}/signin/callback`;
  const identity = await startIdentity({
    port: 0,
    host: '127.0.0.1',
    mode: 'demo',
    clients: [{ id: 'office', secret: 'the secret of the test', redirectUris: [redirectUri] }],
    people: [...Object.entries(STAFF), ['eve', { name: 'Eve Stranger' }] as const].map(([subject, { name }]) => ({
      subject,
      name,
      email: `${subject}@land.example`,
    })),
  });
  const blobs = makeTestBlobs();
  const app = makeOfficeApp({
    blobs,
    db,
    registry: makeRegistry(db, { lifetime: 0 }),
    keys,
    clock,
    oidc: { issuer: identity.issuer, clientId: 'office', clientSecret: 'the secret of the test', redirectUri },
    cookieKeys: [{ name: 'k1', key: new Uint8Array(32).fill(9) }],
    officeUrl: url,
    citizenUrl: 'http://127.0.0.1:1',
    onError: (error) => process.stderr.write(`${(error as Error).stack}\n`),
  });
  handle = (request) => app.fetch(request);
  after(async () => {
    await identity.stop();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url,
    world,
    handlers: [handleCaseOpened(world), handleDecisionMade({ ...world, printer: makePrinter() }), orderPayments(world)],
    db,
    blobs,
    identity,
    staffIds,
    routes: [
      ...new Set(
        app.routes
          .filter(({ method }) => method !== 'ALL')
          .map(({ method, path }) => `${method.toLowerCase()} ${path}`),
      ),
    ].filter((route) => route.includes(' /:authority/')),
    visitor: () => makeVisitor(url),
    signIn: async (name) => {
      const visit = makeVisitor(url);
      const choose = await visit('/signin');
      await visit(choose.url, { subject: name });
      return visit;
    },
  };
};
