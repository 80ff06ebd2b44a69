import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hashContent, makeReceiptSigner } from '#intake';

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

test('a receipt is checked offline, its content too, and a changed one proves nothing', async () => {
  const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
  const put = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const [id, secret, answers] = ['018f2f5e-0000-7000-8000-000000000001', 'ABCD-EFGH-JKMN-PQRS', { name: 'Erika' }];
  const content = { id, authority: 'land', service: 'hilfe', digest: 'd'.repeat(64), answers };
  const receipt = signer.sign({
    iss: 'https://antrag.example',
    cell: 'c1',
    number: '7F3K9-QX2M4-V8N4Z',
    authority: 'land',
    service: 'hilfe',
    package: content.digest,
    hash: hashContent(content, secret),
    received: '2026-03-27T11:00:00.000Z',
  });
  const keys = ['--keys', await put('keys.json', JSON.stringify({ keys: signer.jwks }))];
  const file = await put('receipt.txt', `${receipt}\n`);
  const proven = await kd('verify-receipt', file, ...keys);
  assert.equal(proven.code, 0, proven.out + proven.err);
  for (const part of ['GÜLTIG', '7F3K9-QX2M4-V8N4Z', '27. März 2026', 'land', 'hilfe', content.digest])
    assert.ok(proven.out.includes(part), part);
  const own = ['--answers', await put('a.json', JSON.stringify({ answers })), '--secret', secret, '--id', id];
  const same = await kd('verify-receipt', file, ...keys, ...own, '--lang', 'en');
  assert.match(same.out, /SAME CONTENT/);
  const other = ['--answers', await put('b.json', '{"name":"Eva"}'), '--secret', secret, '--id', id];
  const differs = await kd('verify-receipt', file, ...keys, ...other);
  assert.deepEqual([differs.code, /INHALT ANDERS/.test(differs.out)], [1, true]);
  const forged = await put('forged.txt', `${receipt.slice(0, -6)}AAAAAA`);
  const refused = await kd('verify-receipt', forged, ...keys, '--lang', 'en');
  assert.deepEqual([refused.code, /^INVALID/.test(refused.out)], [1, true]);
  for (const wrong of [
    [await put('no.txt', 'hello'), ...keys],
    [join(folder, 'absent'), ...keys],
    [file, '--keys', file],
  ])
    assert.equal((await kd('verify-receipt', ...wrong)).code, 1, wrong.join(' '));
});
