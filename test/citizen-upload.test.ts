import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { mock, test } from 'node:test';
import { findAuthority } from '#authority';
import { deleteOrphans, listAttachments, openAttachment, openSubmission, takeSubmissions } from '#intake';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeUploadService } from './upload-service.ts';
import { fillIn, post, type Seen, see } from './walk.ts';

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const site = await makeCitizenSite(NOW);
await site.put('musterland', makeUploadService());
const START = '/musterland/unterlagen';
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);

const PDF = Buffer.from('%PDF-1.7 proof of something');
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 1)]);
type Upload = readonly [control: string, name: string, content: Uint8Array, type?: string];

/** What a browser posts: all controls in the order of the page, files among them. */
const send = async (
  page: Seen,
  typed: Record<string, string>,
  uploads: readonly Upload[],
  button = 'continue',
  ask = fetch,
) => {
  const form = new FormData();
  const isHidden = ({ type }: Seen['controls'][number]): boolean => type === 'hidden';
  for (const { name, value } of page.controls.filter(isHidden)) form.append(name, value);
  const rest = page.controls.filter((control) => !isHidden(control) && control.type !== 'file');
  for (const [name, value] of fillIn({ ...page, controls: rest }, Object.entries(typed))) form.append(name, value);
  for (const [control, name, content, type = 'application/octet-stream'] of uploads)
    form.append(control, new File([Buffer.from(content)], name, { type }));
  form.append('action', button);
  return see(await ask(page.action, { method: 'POST', body: form }));
};
const toFiles = async (): Promise<Seen> => {
  const first = await see(await fetch(START, { method: 'POST' }));
  return post(fetch, first, fillIn(first, [['name', 'Erika']]));
};
const handles = (page: Seen, control: string) =>
  page.controls.filter(({ name, type }) => name === control && type === 'hidden').map(({ value }) => value);
const takeAll = () => site.db.tx(ANY_AUTHORITY, (tx) => takeSubmissions(tx, 100));

test('files go with the form without script, and come out equal for the authority alone', async () => {
  const page = await toFiles();
  assert.match(page.text, /enctype="multipart\/form-data"/);
  const uploaded = await send(page, { personen: '2' }, [['nachweis', 'C:\\fakepath\\Bescheid ü.PDF', PDF]], 'upload');
  assert.equal(uploaded.status, 200);
  assert.match(uploaded.text, /Bescheid ü\.PDF \(1 kB\)/);
  assert.equal(handles(uploaded, 'nachweis').length, 1);
  const check = await send(uploaded, {}, [
    ['bilder', 'foto', PNG, 'image/png'],
    ['bilder', '', Buffer.alloc(0)],
  ]);
  assert.match(check.text, /Bescheid ü\.PDF[\s\S]*foto\.png/);
  const receipt = await post(fetch, check, fillIn(check, []));
  assert.ok(receipt.receipt);

  const [submission] = await takeAll();
  assert.ok(submission);
  const authority = await site.db.tx(ANY_AUTHORITY, (tx) => findAuthority(tx, 'musterland'));
  assert.ok(authority);
  const { answers } = openSubmission(site.keys, authority, submission);
  const [nachweis] = answers['nachweis'] as { sha256: string; handle: string }[];
  assert.equal(nachweis?.sha256, createHash('sha256').update(PDF).digest('hex'));
  const stored = await site.db.tx('musterland', (tx) => listAttachments(tx, 'musterland', submission.id));
  const contents = new Map<string, Buffer>();
  for (const one of stored) contents.set(one.type, await buffer(openAttachment(site, authority, one)));
  assert.deepEqual(
    contents,
    new Map([
      ['application/pdf', PDF],
      ['image/png', PNG],
    ]),
  );

  const again = await post(fetch, check, fillIn(check, []));
  assert.equal(again.receipt, receipt.receipt, 'sent twice, received once');
});

const REFUSED = [
  {
    name: 'an executable with a harmless name',
    upload: ['nachweis', 'harmlos.pdf', Buffer.from('MZ program'), 'application/pdf'],
    says: /keine Datei der Art PDF, PNG/,
  },
  {
    name: 'a type that is not asked for here',
    upload: ['bilder', 'b.pdf', PDF],
    says: /keine Datei der Art JPEG, PNG/,
  },
  {
    name: 'more than a megabyte',
    upload: ['nachweis', 'gross.pdf', Buffer.concat([PDF, Buffer.alloc(1 << 20)])],
    says: /größer als 1 MB/,
  },
  { name: 'an empty file', upload: ['nachweis', 'leer.pdf', Buffer.alloc(0)], says: /ist leer/ },
] as const;
for (const { name, upload, says } of REFUSED)
  test(`told at the question, and what was typed stays: ${name}`, async () => {
    const answer = await send(await toFiles(), { personen: '3' }, [upload]);
    assert.equal(answer.status, 422);
    assert.match(answer.text, says);
    assert.match(answer.text, new RegExp(`href="#${upload[0]}"`));
    assert.equal(answer.controls.find((one) => one.name === 'personen')?.value, '3');
    assert.deepEqual(handles(answer, upload[0]), []);
  });

test('told at the question, and what was typed stays: the store fails, or the database, while a file comes', async () => {
  const own = await makeCitizenSite(NOW);
  await own.put('musterland', makeUploadService());
  const ask = (path: string, init?: RequestInit) => own.app.request(path, init);
  const first = await see(await ask(START, { method: 'POST' }));
  const page = await post(ask, first, fillIn(first, [['name', 'Erika']]));
  const put = mock.method(own.blobs, 'put', () => Promise.reject(new Error('S3 is away')));
  const check = async (failure: RegExp) => {
    const answer = await send(page, { personen: '3' }, [['nachweis', 'n.pdf', PDF]], 'continue', ask);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /„n\.pdf“ konnten wir gerade nicht speichern/);
    assert.equal(answer.controls.find((one) => one.name === 'personen')?.value, '3');
    assert.match(own.errors.splice(0).join(), failure);
  };
  await check(/S3 is away/);
  put.mock.restore();
  await own.db.close();
  await check(/database is away/);
});

test('a required file that is missing is asked for', async () => {
  const answer = await send(await toFiles(), { personen: '1' }, []);
  assert.equal(answer.status, 422);
  assert.match(answer.text, /Bitte wählen Sie eine Datei aus: Nachweis/);
});

test('one too many is not taken; one taken out is gone from the answers', async () => {
  const page = await toFiles();
  const three = await send(
    page,
    {},
    [
      ['bilder', 'a.png', PNG],
      ['bilder', 'b.png', PNG],
      ['bilder', 'c.png', PNG],
    ],
    'upload',
  );
  assert.match(three.text, /„c\.png“ haben wir nicht angenommen/);
  const [first, second] = handles(three, 'bilder');
  const one = await send(three, {}, [], `detach:${first}`);
  assert.deepEqual(handles(one, 'bilder'), [second]);
  assert.doesNotMatch(one.text, /a\.png/);
});

test('files of entries of a list stay with their entry', async () => {
  const page = await toFiles();
  const one = await send(page, {}, [], 'add:kinder');
  const two = await send(one, { 'kinder.0.vorname': 'Ada' }, [['kinder.0.urkunde', 'ada.pdf', PDF]], 'add:kinder');
  const three = await send(two, { 'kinder.1.vorname': 'Ben' }, [['kinder.1.urkunde', 'ben.pdf', PDF]], 'upload');
  const [ben] = handles(three, 'kinder.1.urkunde');
  const removed = await send(three, {}, [], 'remove:kinder.0');
  assert.deepEqual(handles(removed, 'kinder.0.urkunde'), [ben]);
});

test('a handle of somebody else is nobody’s file', async () => {
  const mine = await send(await toFiles(), {}, [['nachweis', 'n.pdf', PDF]], 'upload');
  const [handle = ''] = handles(mine, 'nachweis');
  const other = await toFiles();
  const form = new FormData();
  for (const [name, value] of fillIn(other, [['personen', '1']])) if (name !== 'nachweis') form.append(name, value);
  form.append('nachweis', handle);
  form.append('action', 'continue');
  const answer = await see(await fetch(other.action, { method: 'POST', body: form }));
  assert.equal(answer.status, 422);
  assert.match(answer.text, /Bitte wählen Sie eine Datei aus: Nachweis/);
});

test('files that were deleted meanwhile are asked for again, before anything is sent', async () => {
  const check = await send(await toFiles(), { personen: '1' }, [['nachweis', 'n.pdf', PDF]]);
  await deleteOrphans({ db: site.db, blobs: site.blobs, clock: () => NOW.add({ hours: 25 }) });
  const answer = await post(fetch, check, fillIn(check, []));
  assert.match(answer.text, /Hochgeladene Dateien sind nicht mehr da/);
  assert.equal(answer.receipt, undefined);
  assert.deepEqual(handles(answer, 'nachweis'), []);
});

test('kept with the answers under a code, for as long as they', async () => {
  const uploaded = await send(await toFiles(), { personen: '1' }, [['nachweis', 'n.pdf', PDF]], 'save');
  const code = /data-code>([^<]+)</.exec(uploaded.text)?.[1] ?? '';
  await deleteOrphans({ db: site.db, blobs: site.blobs, clock: () => NOW.add({ hours: 24 * 29 }) });
  const back = await see(await fetch(`${START}/resume`, { method: 'POST', body: new URLSearchParams({ code }) }));
  const check = await send(back, {}, []);
  const receipt = await post(fetch, check, fillIn(check, []));
  assert.ok(receipt.receipt);
});

test('a post that breaks off is no file and no answer', async () => {
  const page = await toFiles();
  const seal = page.controls.find(({ name }) => name === '_seal')?.value ?? '';
  const body = `--b\r\ncontent-disposition: form-data; name="_seal"\r\n\r\n${seal}\r\n--b\r\ncontent-disposition: form-data; name="nachweis"; filename="n.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7 half`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const answer = await fetch(page.action, { method: 'POST', headers, body });
  assert.equal(answer.status, 415);
  const rows = await site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.all(sql`select from intake.attachment where state = 'pending' and size = 13`),
  );
  assert.deepEqual(rows, []);
});

test('more than a post may hold is refused, whoever sends it', async () => {
  const form = new FormData();
  form.append('x', 'y'.repeat((1 << 20) + 1));
  assert.equal((await fetch(`${START}/person`, { method: 'POST', body: form })).status, 413);
});

test('no error was reported', () => assert.deepEqual(site.errors, []));
