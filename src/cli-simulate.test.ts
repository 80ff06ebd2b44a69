import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { handleCaseOpened } from '#decision';
import { drain } from '#queue';
import { runSimulate } from '#src/cli-simulate.ts';
import { aidAnswers, makeFixture } from '#test/fixture.ts';
import { makeAid } from '#test/fixture-packages.ts';

const world = await makeFixture();
const { number } = await world.open(aidAnswers());
await drain(world.db, [handleCaseOpened(world)]);

const folder = await mkdtemp(join(tmpdir(), 'knopfdruck-simulate-'));
after(() => Promise.all([folder, `${folder}-data`].map((one) => rm(one, { recursive: true, force: true }))));
const half = makeAid((files) => ({
  ...files,
  'rules.dmn': (files['rules.dmn'] ?? '').replace('min(engpass, hoechstbetrag)', 'engpass / 2'),
}));
for (const [path, content] of half.files) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const env = {
  DATABASE_URL: world.url,
  DATA_DIR: `${folder}-data`,
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64url'),
};

const run = async (...args: string[]): Promise<{ readonly code: number | undefined; readonly out: string }> => {
  const said: string[] = [];
  const code = await runSimulate(args, env, (text) => said.push(text));
  return { code, out: said.join('\n') };
};

test('an operator reads who would get what now', async () => {
  const { code, out } = await run(folder, '--authority', 'musterland');
  assert.equal(code, 0, out);
  assert.match(out, /^1 Vorgang, 1 anders, 0 gleich/);
  assert.match(out, /1\.500,00\s€ → 750,00\s€/);
  assert.ok(out.includes(`  ${number}  Betrag 1500.00 → 750.00`), out);
  assert.ok(!out.includes('Erika'));
});

test('programs get JSON', async () => {
  const { out } = await run(folder, '--authority', 'musterland', '--since', '2026-11-23', '--json');
  const { cases, granted, different, package: digest } = JSON.parse(out);
  assert.deepEqual([cases, granted, digest], [1, { before: '1500.00', after: '750.00' }, half.digest]);
  assert.deepEqual(different[0].what, ['amount']);
});

test('wrong calls and unknown authorities are told', async () => {
  for (const args of [[], [folder], ['--authority', 'x'], [folder, '--authority', 'x', '--since', 'gestern']])
    assert.equal((await run(...args)).code, undefined, args.join(' '));
  const unknown = await run(folder, '--authority', 'niemand');
  assert.equal(unknown.code, 1);
  assert.match(unknown.out, /niemand/);
  assert.equal((await run('/nonexistent', '--authority', 'musterland')).code, 1);
});
