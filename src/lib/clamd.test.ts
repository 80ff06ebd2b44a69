import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { EICAR, FATAL, startTestClamd } from '#test/clamd.ts';
import { makeClamdScanner, ScannerAway } from './clamd.ts';

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
  await assert.rejects(makeClamdScanner(gone.address)(stream('x')), (error: Error) => {
    assert.ok(error instanceof ScannerAway);
    assert.match(error.message, /ECONNREFUSED/);
    return true;
  });
});

test('one that hangs up or is silent says nothing of the stream, and is not taken for one that is not there', async () => {
  const isOther = (error: Error) => !(error instanceof ScannerAway);
  await assert.rejects(scan(stream(FATAL)), isOther);
  clamd.mood = 'silent';
  await assert.rejects(makeClamdScanner(clamd.address, 50)(stream('x')), isOther);
  clamd.mood = 'well';
});

test('a stream that fails by itself is told at once, while the scanner still waits for the rest', {
  timeout: 5000,
}, async () => {
  const failing = async function* () {
    yield Buffer.from('half');
    throw new Error('the disk failed');
  };
  await assert.rejects(scan(failing()), /the disk failed/);
});
