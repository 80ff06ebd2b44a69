import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = await mkdtemp(join(tmpdir(), 'knopfdruck-cli-'));
after(() => rm(folder, { recursive: true }));

type Ran = { readonly code: number; readonly out: string; readonly err: string };

const kd = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['src/cli.ts', ...args], (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });

test('a shipped package is sound', async () => {
  const { code, out } = await kd('check', 'services/soforthilfe');
  assert.match(out, /^soforthilfe \d+\.\d+\.\d+: \d+ Seiten, \d+ Beispiele/m);
  assert.match(out, /^0 Fehler/m);
  assert.equal(code, 0);
});

test('problems are printed as file, line and column, in both languages', async () => {
  await writeFile(join(folder, 'service.yaml'), 'format: 1\nidd: x\n');
  const [german, english] = [await kd('check', folder), await kd('check', folder, '--lang', 'en')];
  assert.ok(
    german.out.includes(`${folder}/service.yaml:2:1: error schema.key: Den Schlüssel „idd“ gibt es hier nicht.`),
  );
  assert.ok(german.out.includes('do:       Meinten Sie „id“?'));
  assert.ok(english.out.includes('error schema.key: There is no key “idd” here.'));
  assert.deepEqual([german.code, english.code], [1, 1]);
});

test('programs get JSON', async () => {
  const { code, out } = await kd('check', folder, '--json');
  const { errors, problems, digest } = JSON.parse(out);
  assert.equal(code, 1);
  assert.equal(digest, null);
  assert.equal(errors, problems.length);
  assert.deepEqual(problems.find(({ path }: { path?: string }) => path === 'idd').place, {
    file: 'service.yaml',
    line: 2,
    column: 1,
  });
});

test('a wrong call ends in a clear message and code 2, a wrong folder in a problem', async () => {
  const wrong = [['check'], ['prüfe', 'x'], ['check', 'a', 'b'], ['check', 'a', '--lang', 'fr'], ['check', '--nope']];
  for (const args of wrong) {
    const { code, err } = await kd(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /npm run kd -- check/);
    assert.doesNotMatch(err, /\n {4}at /);
  }
  const none = await kd('check', join(folder, 'none'));
  assert.match(none.out, /error package\.folder/);
  assert.equal(none.code, 1);
});

test('help names every command, and schemas are written where asked', async () => {
  assert.match((await kd('help')).out, /check ORDNER[\s\S]+schema/);
  const { out, code } = await kd('schema', join(folder, 'schemas'));
  assert.equal(out.trim().split('\n').length, 3);
  assert.equal(code, 0);
});
