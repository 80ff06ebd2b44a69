import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAccess } from '#case';
import { drain } from '#queue';
import { aidAnswers, registrationAnswers } from './fixture.ts';
import { startOffice } from './office.ts';

const office = await startOffice();
const { world } = office;
const [petra, abel, cora, lea] = await Promise.all(['petra', 'abel', 'cora', 'lea'].map((name) => office.signIn(name)));
if (!petra || !abel || !cora || !lea) throw new Error('Not everybody could sign in.');

const payouts = '/musterland/payouts';

test('payments are batched, released by a second person and downloaded as the same file each time', async () => {
  for (const kosten of ['400.00', '1100.50']) await world.open(aidAnswers({ kosten, einnahmen: '0.00' }));
  await drain(world.db, office.handlers);
  assert.match((await petra(payouts)).text, /2 Zahlungen über zusammen 1\.500,50/);

  const made = await petra(payouts, {});
  assert.match(made.text, /wartet auf die Freigabe/);
  assert.match(made.text, /Erika Beispiel[\s\S]*1\.100,50/);
  const batch = new URL(made.url).pathname;
  assert.equal((await petra(`${batch}/file`)).status, 404, 'no file before the release');

  const released = await abel(`${batch}/release`, {});
  assert.match(released.text, /Datei für die Bank liegt bereit/);
  const file = await petra(`${batch}/file`);
  assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="KD-[\w-]+\.xml"$/);
  assert.match(file.text, /pain\.001\.001\.09[\s\S]*<CtrlSum>1500\.50<\/CtrlSum>/);
  assert.equal((await petra(`${batch}/file`)).text, file.text);
  assert.match((await petra(batch)).text, /Heruntergeladen von: Petra Payments/);

  assert.equal((await abel(`${batch}/release`, {})).status, 409);
  assert.equal((await abel(`${batch}/cancel`, { remark: 'zu spät' })).status, 409);
});

test('a batch that is taken apart says why, and its payments wait again', async () => {
  await world.open(aidAnswers());
  await drain(world.db, office.handlers);
  const batch = new URL((await petra(payouts, {})).url).pathname;
  assert.equal((await petra(`${batch}/cancel`, { remark: ' ' })).status, 422);
  assert.match((await petra(`${batch}/cancel`, { remark: 'Falscher Tag' })).text, /aufgelöst[\s\S]*Falscher Tag/);
  assert.match((await petra(payouts)).text, /1 Zahlung über zusammen/);
  for (const id of ['x', '00000000-0000-7000-8000-000000000000'])
    assert.equal((await petra(`${payouts}/${id}`)).status, 404, id);
});

test('a list shows the most urgent first with the columns of its package; each look is noted', async () => {
  const late = await world.open(registrationAnswers({ name: 'Spät', krank: false }), { service: 'meldung' });
  const ill = await world.open(registrationAnswers({ ort: '=HYPERLINK("http://evil.example")' }), {
    service: 'meldung',
  });
  await drain(world.db, office.handlers);
  const { text } = await cora('/musterland/lists/meldung');
  assert.ok(text.indexOf(ill.number) < text.indexOf(late.number), 'the most urgent first');
  assert.match(text, /=HYPERLINK\(&quot;/);

  const csv = await cora('/musterland/lists/meldung/export');
  assert.match(csv.headers.get('content-type') ?? '', /text\/csv/);
  assert.ok(csv.text.includes(`"'=HYPERLINK(""http://evil.example"")"`), csv.text);
  assert.ok(csv.text.includes(late.number));

  const handled = await cora('/musterland/lists/meldung/handled', { case: ill.caseId });
  assert.match(handled.text, /Als erledigt gekennzeichnet/);
  assert.ok(!handled.text.includes(ill.number));
  assert.ok((await cora('/musterland/lists/meldung?tab=done')).text.includes(ill.number));
  const twice = await cora('/musterland/lists/meldung/handled', { case: ill.caseId });
  assert.equal(new URL(twice.url).pathname, `/musterland/cases/${ill.caseId}`);

  const aid = await world.open(aidAnswers({ kosten: '6000.00', einnahmen: '0.00' }));
  for (const id of [aid.caseId, '00000000-0000-7000-8000-000000000000', 'x', ''])
    assert.equal((await cora('/musterland/lists/meldung/handled', { case: id })).status, 404, id);

  const seen = await world.db.tx('musterland', (tx) => listAccess(tx, 'musterland', late.caseId));
  assert.ok(seen.length >= 2);
  assert.deepEqual(
    new Set(seen.map(({ what, staff }) => `${what} ${staff}`)),
    new Set([`list ${office.staffIds.cora}`]),
  );
  assert.equal((await cora('/musterland/lists/nichts')).status, 404);
});

test('the lead sees figures, and no names', async () => {
  await drain(world.db, office.handlers); // one case of the test above needs a person
  const { text } = await lea('/musterland/situation');
  assert.match(text, /Warten auf Entscheidung<\/span><b class="ko-tile__figure">1</);
  assert.match(text, /Heute entschieden<\/span><b class="ko-tile__figure">3</);
  assert.doesNotMatch(text, /Erika|Spät/);
  assert.match((await lea('/musterland/situation?lang=en')).text, /Waiting for a decision/);
});

test('while the database is away staff are told so and can try again', async (t) => {
  const { pool } = office.db;
  t.mock.method(pool, 'connect', () => Promise.reject(new Error('connect ECONNREFUSED')));
  const [german, english] = [await cora('/musterland/cases'), await cora('/musterland/cases?lang=en')];
  assert.deepEqual([german.status, german.headers.get('retry-after')], [503, '30']);
  assert.match(german.text, /Das ist gerade nicht möglich[\s\S]*Halb gespeichert wurde nichts/);
  assert.match(english.text, /This is not possible at the moment/);
  assert.match(english.text, /href="\/musterland\/cases\?lang=en"[^>]*>[\s\S]{0,80}Try again/);
  t.mock.restoreAll();
  assert.equal((await cora('/musterland/cases')).status, 200);
});
