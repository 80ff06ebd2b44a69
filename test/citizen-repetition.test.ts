import assert from 'node:assert/strict';
import { test } from 'node:test';
import { install } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeSmallService } from './small-service.ts';
import { fillIn, post, type Seen, see } from './walk.ts';

// Somebody's answer was lost, and the service changed before they sent the last page again.

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(NOW);
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);
const withTable = (yaml: string): string =>
  yaml.replace('max: 9 }', 'max: 9 }\n      - { id: tisch, kind: number, min: 0, when: plaetze > 50 }');
const texts = (yaml: string): string => yaml.replace('fields:', 'fields:\n  tisch: { label: "Welcher Tisch?" }');
const examples = (yaml: string): string => yaml;
const first = makeSmallService(withTable, { texts, examples });
const second = makeSmallService(
  (yaml) => withTable(yaml).replace('version: 1.0.0', 'version: 2.0.0').replace('max: 80', 'max: 3'),
  { texts, examples: (yaml) => yaml.replace('Erika Beispiel', 'Eva') },
);
const put = (compiled: typeof first, plaetze: number) =>
  site.db.tx(ANY_AUTHORITY, (tx) =>
    install(tx, compiled, { authority: 'musterland', state: 'live', parameters: { plaetze }, slots: {} }, NOW),
  );
const next = (page: Seen, typed: Record<string, string> = {}) => post(fetch, page, fillIn(page, Object.entries(typed)));
const walkToCheck = async (name: string): Promise<Seen> => {
  await put(first, 60);
  const start = await see(await fetch('/musterland/anmeldung', { method: 'POST' }));
  return next(await next(start, { name }), { personen: '1', tisch: '4' });
};
const same = ({ receipt, secret, text }: Seen) => [receipt, secret, /data-proof>([^<]+)/.exec(text)?.[1]];
const count = async (): Promise<number> => {
  const { n } = await site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.get<{ n: number }>(sql`select count(*)::int as n from intake.submission`),
  );
  return n;
};

const CHANGES: readonly (readonly [string, () => Promise<void>])[] = [
  ['a new version', () => put(second, 60)],
  ['other parameters, by which fewer questions are asked', () => put(first, 10)],
];
for (const [what, change] of CHANGES)
  test(`the last page sent again after ${what} shows the same receipt`, async () => {
    const check = await walkToCheck('Erika');
    const receipt = await next(check);
    assert.ok(receipt.receipt && receipt.secret);
    const before = await count();
    await change();
    const again = await next(check);
    assert.equal(again.status, 200);
    assert.deepEqual(same(again), same(receipt));
    assert.equal(await count(), before);
    assert.deepEqual(site.errors, []);
  });

test('who had not sent before is asked to check again under the new version', async () => {
  const check = await walkToCheck('Erika');
  const before = await count();
  await put(second, 60);
  const again = await next(check);
  assert.equal(again.receipt, undefined);
  assert.equal(await count(), before);
});

test('other answers under the same journey are refused, before and after a change', async () => {
  const check = await walkToCheck('Erika');
  const back = await post(fetch, check, fillIn(check, []), 'goto:person');
  const other = await next(back, { name: 'Emma' });
  await next(check);
  assert.equal((await next(other)).status, 409);
  await put(first, 20);
  assert.equal((await next(other)).status, 409);
});
