import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { serve } from '@hono/node-server';
import { openCases } from '#case';
import { install, makeAdmission, makeIntake, makeReceiptSigner, makeRegistry, scanAttachments } from '#intake';
import { makeClamdScanner } from '#lib/clamd.ts';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { makeCitizenApp } from '#web/citizen/index.ts';
import { openBrowser } from './browser.ts';
import { signingKey } from './citizen-site.ts';
import { EICAR, startTestClamd } from './clamd.ts';
import { startOffice } from './office.ts';
import { makeUploadService } from './upload-service.ts';

const office = await startOffice();
const { world, db, blobs } = office;
const { clock, keys } = world;
const onError = (error: Error): void => assert.fail(error);
const registry = makeRegistry(db, { lifetime: 0 });
const intake = makeIntake({
  url: world.url,
  clock,
  signer: makeReceiptSigner(signingKey()),
  secretKey: Buffer.alloc(32, 3),
  issuer: 'http://localhost',
  cell: 'test',
});
after(() => intake.close());
const admission = makeAdmission({
  db,
  clock,
  key: Buffer.alloc(32, 7),
  measure: () => ({ oldestWaiting: 0, loopDelay: 0, utilization: 1 }),
  onError,
  every: 0,
});
const app = makeCitizenApp({
  registry,
  intake,
  admission,
  blobs,
  db,
  clock,
  sealKeys: [{ name: 'k1', key: Buffer.alloc(32, 5) }],
  onError,
});
const service = makeUploadService();
await db.tx(ANY_AUTHORITY, (tx) =>
  install(tx, service, { authority: 'musterland', state: 'live', parameters: {}, slots: {} }, clock()),
);
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
after(() => server.close());
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
const clamd = await startTestClamd();
after(() => clamd.stop());
const browser = await openBrowser();

const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(200_000, 'abc\0')]);
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(EICAR)]);

test('from the browser, without script, through quarantine, to the officer', {
  skip: browser ? false : 'no browser runs here',
}, async () => {
  assert.ok(browser);
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto(`${base}/musterland/unterlagen`);
  const forward = () => page.locator('main .kd-buttons button[value=continue]').first().click();
  await forward();
  await page.fill('[name=name]', 'Erika Beispiel');
  await forward();
  await page.setInputFiles('#nachweis', { name: 'Nachweis.pdf', mimeType: 'application/pdf', buffer: PDF });
  await page.setInputFiles('#bilder', { name: 'Bild.png', mimeType: 'image/png', buffer: PNG });
  await page.locator('button[value=upload]').first().click();
  assert.equal(await page.locator('[data-files] li').count(), 2);
  await page.fill('[name=personen]', '1');
  await forward();
  await forward();
  assert.ok(await page.locator('[data-receipt]').isVisible());
  await page.context().close();

  await openCases(world);
  const cora = await office.signIn('cora');
  const list = await cora('/musterland/lists/unterlagen');
  const caseHref = /href="(\/musterland\/cases\/[0-9a-f-]{36})"/.exec(list.text)?.[1];
  assert.ok(caseHref);
  const waiting = await cora(caseHref);
  assert.match(waiting.text, /Nachweis\.pdf[\s\S]*Wird auf Schadsoftware geprüft/);
  assert.doesNotMatch(waiting.text, /\/attachments\//);

  const scanner = makeClamdScanner(clamd.address);
  while ((await scanAttachments({ db, blobs, clock, keys, scanner })) > 0);
  const scanned = await cora(caseHref);
  assert.match(scanned.text, /Schadsoftware gefunden, gesperrt[\s\S]*Eicar-Test-Signature/);
  const links = [...scanned.text.matchAll(/href="([^"]*\/attachments\/[^"]*)"/g)].map(([, href]) => href ?? '');
  assert.equal(links.length, 1, 'only the clean one may be opened');
  const [href = ''] = links;
  const content = await cora(href);
  assert.deepEqual(content.body, PDF);
  assert.match(content.headers.get('content-disposition') ?? '', /^attachment; filename\*=UTF-8''Nachweis\.pdf$/);
  assert.equal(content.headers.get('content-type'), 'application/pdf');

  const others = { abel: 200, lea: 200, petra: 403, nora: 404, stan: 404 } as const;
  for (const [name, status] of Object.entries(others))
    assert.equal((await (await office.signIn(name))(href)).status, status, name);
  assert.ok((await office.visitor()(href)).url.startsWith(office.identity.issuer), 'signed out');
  assert.equal(clamd.scanned.filter((content) => content.equals(PDF) || content.equals(PNG)).length, 2);
  const seen = await cora(caseHref);
  assert.match(seen.text, /Cora Caseworker[\s\S]*Anlage/);
});
