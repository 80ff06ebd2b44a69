import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { EICAR, startTestClamd } from '#test/clamd.ts';
import { makeClamdScanner } from './clamd.ts';

const clamd = await startTestClamd();
const small = await startTestClamd({ limit: 100_000 });
after(() => Promise.all([clamd.stop(), small.stop()]));
const scan = makeClamdScanner(clamd.address);

async function* stream(...parts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

test('says that a file is clean, having sent every byte of it', async () => {
  const large = Buffer.alloc(300_000, 5);
  assert.deepEqual(await scan(stream('begin', '', large, 'end')), { kind: 'clean' });
  assert.deepEqual(clamd.scanned.at(-1), Buffer.concat([Buffer.from('begin'), large, Buffer.from('end')]));
});

test('names what it found', async () => {
  assert.deepEqual(await scan(stream('before', EICAR)), { kind: 'infected', name: 'Eicar-Test-Signature' });
});

test('an answer that is neither is no all-clear', async () => {
  await assert.rejects(
    makeClamdScanner(small.address)(stream(Buffer.alloc(90_000), Buffer.alloc(90_000))),
    /size limit|EPIPE|RESET/,
  );
});

test('a scanner that is not there is no all-clear', async () => {
  const gone = await startTestClamd();
  await gone.stop();
  await assert.rejects(makeClamdScanner(gone.address)(stream('x')), /ECONNREFUSED/);
});
