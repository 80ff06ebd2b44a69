import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { serve } from '@hono/node-server';
import { type AuthorityRecord, makeKeys, putAuthority, putStaff, type Role } from '#authority';
import { makeRegistry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import { type Identity, startIdentity } from '#src/dev/identity/index.ts';
import { makeOfficeApp } from '#web/office/index.ts';
import { makeTestDatabase } from './database.ts';

const record: AuthorityRecord = {
  name: 'Bezirksregierung Musterland',
  level: 'land',
  ars: '050000000000',
  land: 'NW',
  street: 'Am Markt 1',
  postalCode: '40213',
  city: 'Musterhausen',
  phone: '0211 000-0',
  email: 'poststelle@musterland.example',
  signatory: 'Im Auftrag Dr. Sommer',
  dataProtection: 'Datenschutzbeauftragte, Am Markt 1, 40213 Musterhausen',
  remedy: { kind: 'klage', body: 'Verwaltungsgericht Musterhausen, Am Gericht 1, 40213 Musterhausen' },
  bank: { holder: 'Landeskasse Musterland', iban: 'DE02120300000000202051' },
};

/** Who there is, and what each may do at `land` and `stadt`. */
export const STAFF = {
  cora: { name: 'Cora Caseworker', land: ['caseworker'] },
  carl: { name: 'Carl Caseworker', land: ['caseworker'] },
  abel: { name: 'Abel Approver', land: ['approver'] },
  petra: { name: 'Petra Payments', land: ['payments'] },
  lea: { name: 'Lea Lead', land: ['lead'] },
  both: { name: 'Bo Both', land: ['caseworker', 'approver'], stadt: ['lead'] },
  nora: { name: 'Nora Norole' },
  stan: { name: 'Stan Stadt', stadt: ['caseworker', 'approver', 'payments', 'lead'] },
} as const satisfies Record<string, { name: string; land?: readonly Role[]; stadt?: readonly Role[] }>;
export type StaffName = keyof typeof STAFF;

export const keys = makeKeys(new Uint8Array(32).fill(5));

const seed = (db: Db) =>
  db.tx(ANY_AUTHORITY, async (tx) => {
    await putAuthority(tx, 'land', record, () => keys.makeAuthorityKeys('land'));
    await putAuthority(tx, 'stadt', { ...record, name: 'Stadt Musterstadt', level: 'kommune' }, () =>
      keys.makeAuthorityKeys('stadt'),
    );
    const ids = {} as Record<StaffName, string>;
    for (const [subject, member] of Object.entries(STAFF) as [
      StaffName,
      { name: string; land?: Role[]; stadt?: Role[] },
    ][]) {
      const roles = (['land', 'stadt'] as const).flatMap((authority) =>
        (member[authority] ?? []).map((role) => ({ authority, role })),
      );
      ids[subject] = makeUuid(Date.now());
      await putStaff(tx, { id: ids[subject], subject, name: member.name, email: `${subject}@land.example`, roles });
    }
    return ids;
  });

export type Answer = {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
};
/** A browser without script: keeps cookies, follows redirects, says where a request comes from. */
export type Visitor = (url: string, form?: Record<string, string>, headers?: Record<string, string>) => Promise<Answer>;

/** The office on a port of its own, with a real identity provider beside it. */
export type Office = {
  readonly url: string;
  readonly db: Db;
  readonly identity: Identity;
  readonly staffIds: Readonly<Record<StaffName, string>>;
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
    return { status: response.status, url: url.href, text: await response.text(), headers: response.headers };
  };
  return visit;
};

export const startOffice = async (): Promise<Office> => {
  const { db } = await makeTestDatabase();
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
  const app = makeOfficeApp({
    db,
    registry: makeRegistry(db, { lifetime: 0 }),
    keys,
    clock: () => Temporal.Now.instant(),
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
    db,
    identity,
    staffIds,
    visitor: () => makeVisitor(url),
    signIn: async (name) => {
      const visit = makeVisitor(url);
      const choose = await visit('/signin');
      await visit(choose.url, { subject: name });
      return visit;
    },
  };
};
