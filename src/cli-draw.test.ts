import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { changeInstallation, install, type Limits } from '#intake';
import { makeNumber, makeUuid } from '#lib/id.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeTestAuthorities } from '#test/authorities.ts';
import { makeTestDatabase } from '#test/database.ts';
import { makeSmallService } from '#test/small-service.ts';
import { runDraw } from './cli-draw.ts';
import { runInstallation } from './cli-installation.ts';

const { db, url } = await makeTestDatabase();
await makeTestAuthorities(db);
const compiled = makeSmallService();
const now = Temporal.Now.instant();
await db.tx(ANY_AUTHORITY, (tx) =>
  install(tx, compiled, { authority: 'musterland', state: 'live', parameters: {}, slots: {} }, now),
);
const numbers = Array.from({ length: 20 }, (_, i) => {
  const id = makeUuid(i);
  return { id, number: makeNumber(id) };
});
const handIn = async (): Promise<void> => {
  for (const { id, number } of numbers)
    await db.tx(ANY_AUTHORITY, (tx) =>
      tx.run(sql`insert into intake.submission (id, authority, service, digest, number, received_at, hash, secret_hash, content)
      values (${id}, 'musterland', 'anmeldung', ${compiled.digest}, ${number}, now(), '', '', '')`),
    );
};
const folder = await mkdtemp(join(tmpdir(), 'knopfdruck-draw-'));
after(() => rm(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);

const kd = async (...args: string[]) => {
  const said: string[] = [];
  const code = await runDraw(args, { DATABASE_URL: url }, (text) => said.push(text));
  return { code, said: said.join('\n') };
};
const limit = (limits: Partial<Limits>) =>
  db.tx(ANY_AUTHORITY, (tx) =>
    changeInstallation(tx, 'musterland', 'anmeldung', { limits: { grace: 0, ...limits } }, now),
  );
const draw = (seed: string, out: string) =>
  kd('run', 'musterland/anmeldung', file(seed), file(out), '--beacon', '3 7 21');

test('from the announcement to the place that everybody can check', async () => {
  const announced = await kd('commit', file('seed'));
  assert.equal((await stat(file('seed'))).mode & 0o777, 0o600);
  const [commitment = ''] = /[0-9a-f]{64}/.exec(announced.said) ?? [];
  await assert.rejects(kd('commit', file('seed')), /EEXIST/, 'a seed that was announced is never replaced');

  assert.match((await draw('seed', 'early')).said, /nicht der angekündigte/);
  const said: string[] = [];
  const args = ['set', 'musterland/anmeldung', '--draw', commitment, '--beacon', 'Lottozahlen vom 4. April 2020'];
  assert.equal(await runInstallation(args, { DATABASE_URL: url }, (text) => said.push(text)), 0);
  assert.match(said.join(), /by Lottozahlen vom 4\. April 2020/);
  await handIn();
  assert.match((await draw('seed', 'early')).said, /niemand mehr absenden kann/);

  const announcedDraw = { commitment, beacon: 'Lottozahlen vom 4. April 2020', announced: '2020-03-20T09:30:00Z' };
  await limit({ draw: announcedDraw, until: now.subtract({ hours: 1 }).toString() });
  assert.match((await draw('seed', 'result')).said, /20 Lose gezogen/);
  const text = await readFile(file('result'), 'utf8');
  for (const { number } of numbers) assert.ok(!text.includes(number), 'the list tells no number');

  const places = await Promise.all(
    numbers.map(async ({ number }) => {
      const { code, said } = await kd('verify', file('result'), '--number', number);
      assert.equal(code, 0);
      assert.ok(said.includes(commitment));
      assert.match(said, /Angekündigt am \(announced on\): 2020-03-20T09:30:00Z/);
      return Number(/Platz \(place\) (\d+)/.exec(said)?.[1]);
    }),
  );
  assert.deepEqual(
    places.toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
  assert.match((await kd('verify', file('result'), '--number', makeNumber(makeUuid(99)))).said, /nicht teilgenommen/);
});

test('a file that was changed, or is none, does not hold', async () => {
  const drawn = JSON.parse(await readFile(file('result'), 'utf8'));
  await writeFile(file('forged'), JSON.stringify({ ...drawn, order: drawn.order.toReversed() }));
  await writeFile(file('none'), 'nothing');
  assert.match((await kd('verify', file('forged'))).said, /Reihenfolge ist eine andere/);
  assert.equal((await kd('verify', file('forged'))).code, 1);
  assert.equal((await kd('verify', file('none'))).code, 1);
  for (const args of [[], ['verify'], ['run', 'a/b'], ['run', 'a/b', 'seed', 'out'], ['other', 'x']])
    assert.equal((await kd(...args)).code, undefined, args.join(' '));
});
