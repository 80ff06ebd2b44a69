import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { MOST_CODES } from '#intake';
import { makeFolderStore } from '#lib/blob-store.ts';
import { ANY_AUTHORITY, sql } from '#lib/sql.ts';
import type { Limited } from '#web/citizen/index.ts';
import { makeCitizenSite } from './citizen-site.ts';
import { makeUploadService } from './upload-service.ts';
import { fillIn, post, type Seen, see } from './walk.ts';

const NOW = Temporal.Instant.from('2020-04-02T10:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'kd-bounds-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let reserve = 0;
const blobs = makeFolderStore(folder, { reserve: 10, look: async () => (reserve > 0 ? 0 : 100) });
const spent: [kind: Limited, amount: number | undefined][] = [];
let without: Limited | undefined;
const site = await makeCitizenSite(NOW, {
  blobs,
  limit: (kind, _, __, amount) => {
    if (kind === 'upload' || kind === 'save') spent.push([kind, amount]);
    return kind === without ? 5 : 0;
  },
});
await site.put('musterland', makeUploadService(['de', 'de-x-leicht', 'en']));
const START = '/musterland/unterlagen';
const fetch = (path: string, init?: RequestInit) => site.app.request(path, init);

/** Files that the form asks for, and 20 more. */
const ROOM = 26;
const PDF = Buffer.from('%PDF-1.7 proof of something');
const toFiles = async (language = 'de'): Promise<Seen> => {
  const first = await see(await fetch(`${START}?lang=${language}`, { method: 'POST' }));
  return post(fetch, first, fillIn(first, [['name', 'Erika']]));
};
/** Sends a page with files, as often as it is called: the page is a sealed journey that anybody may send again. */
const send = async (page: Seen, files: readonly string[], button = 'upload', headers: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [name, value] of fillIn(page, [['personen', '3']]))
    if (name !== 'nachweis' && name !== 'bilder') form.append(name, value);
  for (const name of files) form.append('nachweis', new File([PDF], name, { type: 'application/pdf' }));
  form.append('action', button);
  const body = new Request('http://localhost', { method: 'POST', body: form });
  const type = body.headers.get('content-type') ?? '';
  const bytes = await body.arrayBuffer();
  return fetch(page.action, { method: 'POST', body: bytes, headers: { ...headers, 'content-type': type } });
};
const rowsOf = () =>
  site.db.tx(ANY_AUTHORITY, (tx) =>
    tx.all<{ files: number }>(sql`select count(*)::int as files from intake.attachment group by journey`),
  );
const filesOnDisk = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
const tellsAtQuestion = (answer: Seen, words: RegExp): void => {
  assert.match(answer.text, words);
  assert.match(answer.text, /href="#nachweis"/);
  assert.equal(answer.controls.find(({ name }) => name === 'personen')?.value, '3', 'what was typed is there');
};

test('one sealed page sent a hundred times at once leaves as many files as its form has room for, and no more', async () => {
  const page = await toFiles();
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => send(page, [`n${i}.pdf`])));
  const statuses = new Set(answers.map(({ status }) => status));
  assert.deepEqual([...statuses].sort(), [200, 422]);
  // Those under way have the room of the largest that may come, so fewer than there is room for may have passed at once.
  const [{ files } = { files: 0 }] = await rowsOf();
  assert.ok(files > 1 && files <= ROOM, `${files}`);
  while ((await send(page, ['n.pdf'])).status === 200);
  assert.deepEqual(await rowsOf(), [{ files: ROOM }]);
  assert.equal(filesOnDisk().length, ROOM);
  const refused = await see(await send(page, ['mehr.pdf']));
  assert.equal(refused.status, 422);
  tellsAtQuestion(refused, /„mehr\.pdf“ haben wir nicht angenommen[\s\S]*entfernte zählen/);
  const taken = answers.find(({ status }) => status === 200);
  const onward = await send(await see(taken as Response), [], 'continue');
  assert.equal(onward.status, 422, 'nothing of it counts as a file of the journey');
});

const WORDS: Record<'much' | 'net' | 'full', Record<string, RegExp>> = {
  much: {
    de: /sehr viele Dateien hochgeladen/,
    'de-x-leicht': /Sie haben schon sehr viele Dateien geschickt/,
    en: /very many files have been uploaded/,
  },
  net: { de: /aus Ihrem Netz/, 'de-x-leicht': /Aus Ihrem Netz kommen/, en: /from your network/ },
  full: { de: /Speicherplatz/, 'de-x-leicht': /keinen Platz für Dateien/, en: /running out of space/ },
};
const languages = ['de', 'de-x-leicht', 'en'];

for (const language of languages)
  test(`too much, from a busy network, no room: each is told at its question, in ${language}`, async () => {
    const page = await toFiles(language);
    const before = filesOnDisk().length;
    without = 'upload';
    const limited = await send(page, ['n.pdf'], 'continue');
    without = undefined;
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '60']);
    tellsAtQuestion(await see(limited), WORDS.net[language] ?? /$^/);

    reserve = 1;
    const full = await send(page, ['n.pdf'], 'continue');
    reserve = 0;
    assert.deepEqual([full.status, full.headers.get('retry-after')], [503, '60']);
    tellsAtQuestion(await see(full), WORDS.full[language] ?? /$^/);
    assert.equal(filesOnDisk().length, before);

    for (let i = 0; i < ROOM; i += 1) assert.equal((await send(page, ['n.pdf'])).status, 200);
    const much = await see(await send(page, ['n.pdf'], 'continue'));
    assert.equal(much.status, 422);
    tellsAtQuestion(much, WORDS.much[language] ?? /$^/);
  });

test('a network pays for each file, and for what the post weighs; not for pages without one', async () => {
  const page = await toFiles();
  spent.length = 0;
  await send(page, [], 'continue', { 'content-length': '900' });
  assert.deepEqual(spent, []);
  await send(page, ['n.pdf'], 'upload', { 'content-length': String(7.5 * 2 ** 20) });
  assert.deepEqual(spent.splice(0), [['upload', 8]]);
  await send(page, ['n.pdf'], 'upload', { 'content-length': '900' });
  assert.deepEqual(spent.splice(0), [['upload', 1]]);
  await send(page, ['n.pdf']);
  assert.deepEqual(spent.splice(0), [['upload', 111]], 'what does not say its length is taken for the longest');
});

const save = async (page: Seen): Promise<Response> => {
  const body = new URLSearchParams(fillIn(page, [['name', 'Erika Beispiel']]));
  body.set('action', 'save');
  return fetch(page.action, { method: 'POST', body });
};
const codeOf = ({ text }: Seen): string => /data-code>([^<]+)</.exec(text)?.[1] ?? '';
const countSaved = async () =>
  (await site.db.tx(ANY_AUTHORITY, (tx) => tx.get<{ n: number }>(sql`select count(*)::int as n from intake.saved`))).n;

test('one journey is kept under so many codes and no more, however many ask at once; its own code works on', async () => {
  const page = await see(await fetch(START, { method: 'POST' }));
  const mine = await see(await save(page));
  assert.match(codeOf(mine), /^\w{4}(-\w{4}){3}$/);
  const answers = await Promise.all(Array.from({ length: 20 }, () => save(page)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [200, 422]);
  assert.equal(await countSaved(), MOST_CODES);
  const refused = await see(await save(page));
  assert.match(refused.text, /schon unter 10 Codes gespeichert/);
  const onward = await post(fetch, refused, fillIn(refused, []), 'goto:person');
  assert.equal(onward.controls.find(({ name }) => name === 'name')?.value, 'Erika Beispiel', 'nothing typed is lost');

  const back = await post(fetch, mine, fillIn(mine, []), 'goto:person');
  const again = await see(await save(back));
  assert.deepEqual([again.status, codeOf(again)], [200, codeOf(mine)]);
  assert.equal(await countSaved(), MOST_CODES);
  const other = await see(await fetch(START, { method: 'POST' }));
  assert.equal((await save(other)).status, 200, 'others have codes of their own');
});

test('a busy network is told to save in a minute, and nothing is lost', async () => {
  const before = await countSaved();
  const page = await see(await fetch(START, { method: 'POST' }));
  spent.length = 0;
  without = 'save';
  const response = await save(page);
  without = undefined;
  assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '60']);
  assert.deepEqual(spent, [['save', 1]]);
  const limited = await see(response);
  assert.match(limited.text, /Aus Ihrem Netz werden gerade sehr viele Angaben gespeichert/);
  assert.equal(await countSaved(), before);
  const onward = await post(fetch, limited, fillIn(limited, []), 'goto:person');
  assert.equal(onward.controls.find(({ name }) => name === 'name')?.value, 'Erika Beispiel');
});

test('no error was reported', () => assert.deepEqual(site.errors, []));
