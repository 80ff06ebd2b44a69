import assert from 'node:assert/strict';
import { test } from 'node:test';
import { putStaff } from '#authority';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { startOffice } from './office.ts';

const office = await startOffice();

test('nobody sees anything before signing in, and lands where they wanted to go afterwards', async () => {
  const visit = office.visitor();
  const choose = await visit('/musterland/situation?x=1');
  assert.ok(choose.url.startsWith(`${office.identity.issuer}/interaction/`), choose.url);
  const back = await visit(choose.url, { subject: 'lea' });
  assert.equal(back.url, `${office.url}/musterland/situation?x=1`);
  assert.match(back.text, /Lea Lead/);
});

test('pages are kept nowhere and bring the strict policy', async () => {
  const visit = await office.signIn('nora');
  const { status, headers, text } = await visit('/');
  assert.equal(status, 403);
  assert.match(text, /noch keine Aufgabe zugewiesen/);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.equal(headers.get('referrer-policy'), 'same-origin');
});

test('an identity that is no member of staff gets a clear page and no session', async () => {
  const visit = office.visitor();
  const choose = await visit('/signin');
  const refused = await visit(choose.url, { subject: 'eve' });
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Kein Zugang zur Sachbearbeitung/);
  assert.ok((await visit('/')).url.startsWith(office.identity.issuer));
});

test('the cookie is sealed, for http alone, and for this site', async () => {
  const jar: string[] = [];
  const visit = office.visitor();
  const choose = await visit('/signin');
  const seen = await fetch(choose.url.replace(/interaction.*/, ''), { redirect: 'manual' });
  assert.equal(seen.status, 404);
  const started = await fetch(`${office.url}/signin`, { redirect: 'manual' });
  jar.push(...started.headers.getSetCookie());
  assert.match(jar[0] ?? '', /^kd-office-signin=k1\.[\w-]+; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/);
});

test('a role that was withdrawn no longer counts at the next request; a person who left is signed out', async () => {
  const visit = await office.signIn('carl');
  assert.equal((await visit('/musterland')).status, 200);
  const member = { id: office.staffIds.carl, subject: 'carl', name: 'Carl', email: 'carl@land.example' };
  await office.db.tx(ANY_AUTHORITY, (tx) => putStaff(tx, { ...member, roles: [] }));
  assert.equal((await visit('/musterland')).status, 404);
  await office.db.tx(ANY_AUTHORITY, (tx) =>
    putStaff(tx, { ...member, roles: [{ authority: 'musterland', role: 'caseworker' }] }),
  );
  assert.equal((await visit('/musterland')).status, 200);
});

test('whoever has no role at an authority does not learn that it exists', async () => {
  const visit = await office.signIn('cora');
  for (const path of ['/musterstadt', '/musterstadt/cases', '/nowhere', '/musterland/nothing', '/musterstadt/payouts'])
    assert.equal((await visit(path)).status, 404, path);
});

test('people with several authorities choose, others go straight to work', async () => {
  const both = await (await office.signIn('both'))('/');
  assert.match(both.text, /href="\/musterland"/);
  assert.match(both.text, /Stadt Musterstadt/);
  assert.equal((await (await office.signIn('cora'))('/')).url, `${office.url}/musterland/cases`);
  assert.equal((await (await office.signIn('petra'))('/')).url, `${office.url}/musterland/payouts`);
});

const origins: readonly [string, Record<string, string>, number][] = [
  ['another site', { origin: 'https://evil.example' }, 403],
  ['another site, by fetch metadata', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a sister site', { 'sec-fetch-site': 'same-site' }, 403],
  ['an opaque origin', { origin: 'null' }, 403],
  ['no origin at all', { origin: '' }, 403],
  ['our own page', { 'sec-fetch-site': 'same-origin' }, 200],
];
for (const [name, headers, status] of origins)
  test(`a post from ${name} is answered with ${status}`, async () => {
    const visit = await office.signIn('cora');
    assert.equal((await visit('/signout', {}, headers)).status, status);
    const after = await visit('/musterland');
    assert.equal(after.url.startsWith(office.url), status === 403, 'signed out only by our own page');
  });

test('a post after the session has ended keeps what was typed', async () => {
  const answer = await office.visitor()('/musterland/cases/x/note', { text: 'Bitte <b>prüfen</b>' });
  assert.equal(answer.status, 401);
  assert.match(answer.text, /Bitte &lt;b&gt;prüfen/);
});

test('a sign-in that was cancelled, replayed, mixed up or came back late ends in a clear page', async () => {
  const visit = office.visitor();
  for (const query of ['', '?error=access_denied&state=x', '?code=x&state=y']) {
    const answer = await visit(`/signin/callback${query}`);
    assert.equal(answer.status, 400, query);
    assert.match(answer.text, /nicht abgeschlossen/);
  }
  await visit('/signin');
  const mixed = await visit(
    `/signin/callback?code=abc&state=of-another&iss=${encodeURIComponent(office.identity.issuer)}`,
  );
  assert.equal(mixed.status, 400);
});

test('nobody is led to another site by the sign-in', async () => {
  const visit = office.visitor();
  const choose = await visit('/signin?to=//evil.example/x');
  assert.equal((await visit(choose.url, { subject: 'cora' })).url, `${office.url}/musterland/cases`);
});

test('the language is chosen once and remembered', async () => {
  const visit = await office.signIn('nora');
  assert.match((await visit('/?lang=en')).text, /<html lang="en"/);
  assert.match((await visit('/')).text, /No task has been assigned/);
  assert.match((await visit('/?lang=de')).text, /<html lang="de"/);
});

test('an oversized body is refused', async () => {
  const visit = await office.signIn('cora');
  assert.equal((await visit('/musterland/cases/x/note', { text: 'x'.repeat(70_000) })).status, 413);
});

test('without the identity provider there is a clear page, and sessions go on', async () => {
  const visit = await office.signIn('lea');
  await office.identity.stop();
  const answer = await office.visitor()('/signin?to=/musterland/cases');
  assert.equal(answer.status, 503);
  assert.match(answer.text, /Anmeldedienst ist nicht erreichbar/);
  assert.doesNotMatch(answer.text, /ECONN|at .*\.ts/);
  assert.equal((await visit('/musterland')).status, 200);
});
