import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as client from 'openid-client';
import { type Identity, startIdentity } from './index.ts';

const folder = await mkdtemp(join(tmpdir(), 'kd-identity-'));
after(() => rm(folder, { recursive: true }));

const REDIRECT = 'http://office.example/signin/callback';
const options = {
  port: 0,
  host: '127.0.0.1',
  folder,
  mode: 'demo',
  clients: [{ id: 'office', secret: 'a secret of the test', redirectUris: [REDIRECT] }],
  people: [
    { subject: 'ada', name: 'Ada Öztürk', email: 'ada@land.example', about: 'Sachbearbeitung' },
    { subject: 'ben', name: 'Ben <b>Fett</b>', email: 'ben@land.example' },
  ],
} as const;

const withIdentity = async (work: (identity: Identity) => Promise<void>): Promise<void> => {
  const identity = await startIdentity(options);
  try {
    await work(identity);
  } finally {
    await identity.stop();
  }
};

const discover = ({ issuer }: Identity) =>
  client.discovery(new URL(issuer), 'office', 'a secret of the test', undefined, {
    execute: [client.allowInsecureRequests],
  });

/** A browser without script: keeps cookies, follows redirects until they leave the provider. */
const makeVisitor = () => {
  const jar = new Map<string, string>();
  const visit = async (
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; status: number; text: string }> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const next = response.headers.get('location');
    const target = next ? new URL(next, url).href : url;
    if (next && !target.startsWith('http://office.example')) return visit(target);
    return { url: target, status: response.status, text: await response.text() };
  };
  return visit;
};

const begin = async (identity: Identity) => {
  const config = await discover(identity);
  const verifier = client.randomPKCECodeVerifier();
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
  });
  return { config, checks, url: url.href };
};

test('a person is chosen, the code is exchanged, the token says who it is; the next sign-in asks again', async () => {
  await withIdentity(async (identity) => {
    const visit = makeVisitor();
    for (const subject of ['ada', 'ben']) {
      const { config, checks, url } = await begin(identity);
      const page = await visit(url);
      assert.equal(page.status, 200);
      assert.match(page.text, /Ada Öztürk/);
      assert.match(page.text, /Ben &lt;b&gt;Fett/);
      const back = await visit(page.url, { subject });
      const tokens = await client.authorizationCodeGrant(config, new URL(back.url), checks);
      assert.equal(tokens.claims()?.sub, subject);
    }
  });
});

test('without PKCE, for an unknown client, for a foreign address and for an unknown person nothing is handed out', async () => {
  await withIdentity(async (identity) => {
    const visit = makeVisitor();
    const { url } = await begin(identity);
    const change = (name: string, value?: string): string => {
      const changed = new URL(url);
      if (value === undefined) changed.searchParams.delete(name);
      else changed.searchParams.set(name, value);
      return changed.href;
    };
    assert.match((await visit(change('code_challenge'))).url, /error=invalid_request/);
    assert.match((await visit(change('client_id', 'stranger'))).text, /Anmeldung nicht möglich/);
    assert.match((await visit(change('redirect_uri', 'http://evil.example/'))).text, /Anmeldung nicht möglich/);
    const page = await visit(url);
    assert.equal((await visit(page.url, { subject: 'eve' })).status, 422);
    assert.equal((await makeVisitor()(page.url)).status, 400, 'another browser cannot take over a sign-in');
  });
});

test('the signing key outlives a restart and is readable by its owner alone', async () => {
  const keys: string[] = [];
  for (let i = 0; i < 2; i += 1)
    await withIdentity(async ({ issuer }) => {
      keys.push(await (await fetch(`${issuer}/jwks`)).text());
    });
  assert.equal(keys[0], keys[1]);
  assert.doesNotMatch(keys[0] ?? '', /"d":/);
  const file = join(folder, 'identity-keys.json');
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(await readFile(file, 'utf8'), /"d":/);
});

test('production refuses it', async () => {
  await assert.rejects(startIdentity({ ...options, mode: 'production' }), /refused in production/);
});

test('a taken port is an error at start', async () => {
  await withIdentity(async ({ issuer }) => {
    await assert.rejects(startIdentity({ ...options, port: Number(new URL(issuer).port) }), /EADDRINUSE/);
  });
});
