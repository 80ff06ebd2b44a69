import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getCase, listAccess } from '#case';
import { drain } from '#queue';
import { aidAnswers } from './fixture.ts';
import { startOffice, type Visitor } from './office.ts';

const office = await startOffice();
const { world } = office;
const [cora, carl, abel, both] = await Promise.all(['cora', 'carl', 'abel', 'both'].map((name) => office.signIn(name)));
if (!cora || !carl || !abel || !both) throw new Error('Not everybody could sign in.');

/** A case that a person must decide, and a second one approve. */
const openCase = async (more: Record<string, unknown> = {}) => {
  const { caseId, number } = await world.open(aidAnswers({ kosten: '6000.00', einnahmen: '0.00', ...more }));
  await drain(world.db, office.handlers);
  return { caseId, number, path: `/musterland/cases/${caseId}` };
};

const read = (caseId: string) => world.db.tx('musterland', (tx) => getCase(tx, world, 'musterland', caseId));

const versionOn = async (visit: Visitor, path: string): Promise<string> =>
  /name="version" value="(\d+)"/.exec((await visit(path)).text)?.[1] ?? '';

const grant = { outcome: 'bewilligt', amount: '6.000,00', reasons: 'engpass', remark: '' };

test('a case shows what is asked, what the rules say and who has seen it', async () => {
  const { caseId, number, path } = await openCase({ name: 'Zoë <script>alert(1)</script>', bemerkung: 'eins\nzwei' });
  const { text, status } = await cora(path);
  assert.equal(status, 200);
  assert.ok(text.includes(number));
  assert.match(text, /Zoë &lt;script&gt;/);
  assert.doesNotMatch(text, /<script/);
  assert.match(text, /Vorschlag der Regeln/);
  const seen = await world.db.tx('musterland', (tx) => listAccess(tx, 'musterland', caseId));
  assert.deepEqual(
    seen.map(({ staff, what }) => [staff, what]),
    [[office.staffIds.cora, 'case']],
  );
});

test('the next task is claimed by one click, by two people two different ones', async () => {
  await openCase();
  await openCase();
  const urls = await Promise.all([cora, carl].map(async (visit) => (await visit('/musterland/next', {})).url));
  assert.match(urls[0] ?? '', /\/musterland\/cases\/[0-9a-f-]{36}$/);
  assert.notEqual(urls[0], urls[1]);
});

test('what somebody else has claimed cannot be decided; the page says by whom', async () => {
  const { path } = await openCase();
  await cora(`${path}/claim`, {});
  const refused = await carl(`${path}/decide`, { ...grant, version: await versionOn(cora, path) });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Cora Caseworker bearbeitet diesen Vorgang gerade/);
  assert.equal((await carl(`${path}/claim`, {})).status, 409);
  await cora(`${path}/release`, {});
  assert.match((await carl(`${path}/claim`, {})).text, /jetzt für Sie reserviert/);
});

test('the proposal is taken over by one click and then waits for a second person', async () => {
  const { caseId, path } = await openCase();
  const version = await versionOn(cora, path);
  const decided = await cora(`${path}/decide`, { version, as: 'proposal' });
  assert.match(decided.text, /Ihre Entscheidung ist gespeichert/);
  const found = await read(caseId);
  assert.equal(found.state, 'toapprove');
  assert.deepEqual(
    [found.decision?.outcome, found.decision?.amount, found.decision?.deviates],
    ['bewilligt', '6000.00', false],
  );
  const approved = await abel(`${path}/approve`, { version: await versionOn(abel, path) });
  assert.match(approved.text, /ist freigegeben/);
  await drain(world.db, office.handlers);
  const after = await abel(path);
  assert.match(after.text, /notice\.pdf/);
  const notice = await abel(`${path}/notice`);
  assert.match(notice.text, /Rechtsbehelfsbelehrung/);
  const pdf = await abel(`${path}/notice.pdf`);
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.match(pdf.text, /^%PDF/);
  const seen = await world.db.tx('musterland', (tx) => listAccess(tx, 'musterland', caseId));
  assert.equal(seen.filter(({ what }) => what === 'notice').length, 2);
});

test('nobody approves their own decision, whatever roles they hold', async () => {
  const { caseId, path } = await openCase();
  await both(`${path}/decide`, { version: await versionOn(both, path), as: 'proposal' });
  assert.match((await both(path)).text, /Freigeben muss eine andere Person/);
  for (const way of ['approve', 'return']) {
    const refused = await both(`${path}/${way}`, { version: String((await read(caseId)).version), remark: 'x' });
    assert.equal(refused.status, 403, way);
    assert.match(refused.text, /zweite Person/);
  }
  assert.equal((await read(caseId)).state, 'toapprove');
});

const faults: readonly [string, Record<string, string>, RegExp][] = [
  ['too much', { amount: '6.000,01' }, /Höchstens 6\.000,00/],
  ['no number', { amount: 'viel' }, /Geben Sie den Betrag/],
  ['less without a reason', { amount: '5.000,00' }, /warum Sie vom Vorschlag/],
  ['an unknown outcome', { outcome: 'geschenkt' }, /Wählen Sie ein Ergebnis/],
];
for (const [name, change, message] of faults)
  test(`a decision with ${name} comes back with what was typed`, async () => {
    const { caseId, path } = await openCase();
    const answer = await cora(`${path}/decide`, { ...grant, ...change, version: await versionOn(cora, path) });
    assert.equal(answer.status, 422);
    assert.match(answer.text, message);
    assert.match(answer.text, new RegExp(`name="amount"[^>]*value="${change['amount'] ?? '6.000,00'}"`));
    assert.equal((await read(caseId)).state, 'todecide');
  });

test('somebody who deviates says why; it stands in the history', async () => {
  const { caseId, path } = await openCase();
  const remark = 'Die Miete ist <b>nicht</b> belegt.';
  await cora(`${path}/decide`, { ...grant, amount: '5.000,00', remark, version: await versionOn(cora, path) });
  const { decision } = await read(caseId);
  assert.deepEqual([decision?.amount, decision?.deviates, decision?.remark], ['5000.00', true, remark]);
  assert.match((await abel(path)).text, /Weicht vom Vorschlag der Regeln ab[\s\S]*Die Miete ist &lt;b&gt;nicht/);
});

test('a stale form shows what happened meanwhile and keeps what was typed', async () => {
  const { path } = await openCase();
  const stale = await versionOn(cora, path);
  await carl(`${path}/decide`, { version: stale, as: 'proposal' });
  await abel(`${path}/return`, { version: await versionOn(abel, path), remark: 'Bitte die Miete prüfen.' });
  const answer = await cora(`${path}/decide`, { ...grant, remark: 'Mein langer Text', version: stale });
  assert.equal(answer.status, 409);
  assert.match(answer.text, /hat sich inzwischen geändert/);
  assert.match(answer.text, /Carl Caseworker/);
  assert.match(answer.text, /Bitte die Miete prüfen/);
  assert.match(answer.text, /Mein langer Text/);
  const again = await cora(`${path}/decide`, { ...grant, remark: '', version: await versionOn(cora, path) });
  assert.match(again.text, /Ihre Entscheidung ist gespeichert/);
});

test('sending back needs a word on what to look at', async () => {
  const { path } = await openCase();
  await cora(`${path}/decide`, { version: await versionOn(cora, path), as: 'proposal' });
  const version = await versionOn(abel, path);
  assert.equal((await abel(`${path}/return`, { version, remark: '  ' })).status, 422);
  assert.match((await abel(`${path}/return`, { version, remark: 'Miete?' })).text, /zurück in der Bearbeitung/);
});

test('a note is kept, an empty or endless one is not', async () => {
  const { caseId, path } = await openCase();
  assert.equal((await cora(`${path}/note`, { text: ' ' })).status, 422);
  const long = await cora(`${path}/note`, { text: 'x'.repeat(4001) });
  assert.equal(long.status, 422);
  assert.ok(long.text.includes('x'.repeat(4001)));
  assert.match((await cora(`${path}/note`, { text: 'Telefonat am 1.4.' })).text, /Vermerk ist gespeichert/);
  assert.equal((await read(caseId)).actions.at(-1)?.kind, 'noted');
});

test('a case that does not exist or belongs elsewhere is not there', async () => {
  const elsewhere = await world.open(aidAnswers(), { authority: 'musterstadt' });
  for (const id of [elsewhere.caseId, '00000000-0000-7000-8000-000000000000', 'x', '1 or 1=1'])
    for (const form of [undefined, { version: '1', text: 'x' }]) {
      const path = `/musterland/cases/${encodeURIComponent(id)}${form ? '/note' : ''}`;
      assert.equal((await cora(path, form)).status, 404, path);
    }
});

test('the same account in two cases: each leads to the other', async () => {
  const iban = 'DE02500105170137075030';
  const first = await openCase({ iban });
  const second = await openCase({ iban });
  assert.ok((await cora(second.path)).text.includes(`href="${first.path}"`));
  assert.ok((await cora(first.path)).text.includes(`href="${second.path}"`));
});

test('a case is found by its number as people type it', async () => {
  const { number, path } = await openCase();
  const typed = encodeURIComponent(number.toLowerCase().replaceAll('-', ' '));
  assert.equal((await cora(`/musterland/cases/search?number=${typed}`)).url, `${office.url}${path}`);
  const lost = await cora('/musterland/cases/search?number=%22%3E%3Cb%3E');
  assert.equal(lost.status, 404);
  assert.match(lost.text, /&quot;&gt;&lt;b&gt;/);
});

test('the queue shows no names, counts, filters and continues where it ended', async () => {
  for (let i = 0; i < 51; i += 1) await world.submit(aidAnswers({ kosten: '6000.00', einnahmen: '0.00' }));
  const { openCases } = await import('#case');
  await openCases(world, 100);
  await drain(world.db, office.handlers);
  const numbers = (text: string): string[] =>
    [...text.matchAll(/class="kern-link ko-number"[^>]*>([^<]+)</g)].map(([, number = '']) => number);
  const first = await cora('/musterland/cases?tab=open');
  assert.doesNotMatch(first.text, /Erika Beispiel/);
  assert.equal(numbers(first.text).length, 50);
  const next = /href="([^"]*after=[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await cora(next);
  assert.ok(numbers(second.text).length >= 1);
  assert.deepEqual(
    numbers(first.text).filter((number) => numbers(second.text).includes(number)),
    [],
  );
  assert.equal(numbers((await cora('/musterland/cases?tab=open&service=meldung')).text).length, 0);
  assert.equal((await cora('/musterland/cases?tab=%00&after=x~y~z&order=1')).status, 200);
});

test('reasons read as the notice would say them, with figures and the wording of the authority', async () => {
  const { path } = await openCase();
  assert.match((await cora(path)).text, /um 6\.000,00\s€ höher/);
});
