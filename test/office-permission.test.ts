import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBatch } from '#payout';
import { drain } from '#queue';
import { aidAnswers, registrationAnswers } from './fixture.ts';
import { type StaffName, startOffice } from './office.ts';

const office = await startOffice();
const { world } = office;
const payer = await world.person('Paul', ['payments']);

// 6,000 € need a second person; 1,500 € are granted at once and wait for payment.
const open = await world.open(aidAnswers({ kosten: '6000.00', einnahmen: '0.00' }));
const granted = await world.open(aidAnswers());
const listed = await world.open(registrationAnswers(), { service: 'meldung' });
await drain(world.db, office.handlers);
const batch = await makeBatch(world, payer, 'musterland');
const batchId = batch.kind === 'done' ? batch.batch.id : '';

const base = '/musterland';
const deciding = `${base}/cases/${open.caseId}`;
const done = `${base}/cases/${granted.caseId}`;
const noone: readonly StaffName[] = [];

// What each role may open or do. Everybody else of the authority gets 403; people without a role there get 404.
const routes: readonly [string, 'get' | 'post', readonly StaffName[]][] = [
  [`${base}/cases`, 'get', ['cora', 'abel', 'lea']],
  [`${base}/cases/search?number=${open.number}`, 'get', ['cora', 'abel', 'lea']],
  [deciding, 'get', ['cora', 'abel', 'lea']],
  [`${done}/notice`, 'get', ['cora', 'abel', 'lea']],
  [`${done}/notice.pdf`, 'get', ['cora', 'abel', 'lea']],
  [`${base}/next`, 'post', ['cora', 'abel']],
  [`${deciding}/release`, 'post', ['cora', 'abel']],
  [`${deciding}/claim`, 'post', ['cora', 'abel']],
  [`${deciding}/decide`, 'post', ['cora']],
  [`${deciding}/approve`, 'post', ['abel']],
  [`${deciding}/return`, 'post', ['abel']],
  [`${deciding}/note`, 'post', ['cora', 'abel', 'lea']],
  [`${deciding}/handled`, 'post', ['cora']],
  [`${base}/lists`, 'get', ['cora', 'lea']],
  [`${base}/lists/meldung`, 'get', ['cora', 'lea']],
  [`${base}/lists/meldung/export`, 'get', ['cora', 'lea']],
  [`${base}/lists/meldung/handled`, 'post', ['cora']],
  [`${base}/payouts`, 'get', ['petra', 'abel', 'lea']],
  [`${base}/payouts/${batchId}`, 'get', ['petra', 'abel', 'lea']],
  [`${base}/payouts`, 'post', ['petra']],
  [`${base}/payouts/${batchId}/release`, 'post', ['abel']],
  [`${base}/payouts/${batchId}/cancel`, 'post', ['petra', 'abel']],
  [`${base}/payouts/${batchId}/file`, 'get', ['petra']],
  [`${base}/situation`, 'get', ['lea']],
  [`${base}/load`, 'get', ['lea']],
];

const people = ['cora', 'abel', 'petra', 'lea'] as const satisfies StaffName[];
const visitors = new Map(
  await Promise.all([...people, 'nora', 'stan'].map(async (name) => [name, await office.signIn(name)] as const)),
);

const ask = async (name: string, path: string, method: 'get' | 'post'): Promise<number> => {
  const visit = visitors.get(name);
  if (!visit) throw new Error(`Nobody called ${name} has signed in.`);
  return (await visit(path, method === 'post' ? { case: listed.caseId } : undefined)).status;
};

for (const [path, method, allowed] of routes)
  test(`${method} ${path.replace(/[0-9a-f-]{36}/, '…')} is for ${allowed.join(', ')} alone`, async () => {
    for (const name of people) {
      const status = await ask(name, path, method);
      if (allowed.includes(name)) assert.ok(![401, 403, 404, 500].includes(status), `${name}: ${status}`);
      else assert.equal(status, 403, name);
    }
    for (const name of ['nora', 'stan']) assert.equal(await ask(name, path, method), 404, name);
    const stranger = await office.visitor()(path, method === 'post' ? {} : undefined);
    assert.ok(stranger.status === 401 || stranger.url.startsWith(office.identity.issuer), 'signed out');
  });

test('the table above knows every route of the office', () => {
  const known = new Set(
    routes.map(([path, method]) =>
      `${method} ${path.replace(/\?.*/, '')}`
        .replace(/[0-9a-f-]{36}/, ':id')
        .replace('musterland', ':authority')
        .replace('meldung', ':service'),
    ),
  );
  known.add('get /:authority/cases/:id/attachments/:handle'); // needs a file: attachment-way.test.ts
  known.add('get /:authority/load/events'); // never ends: office-load.test.ts
  const missing = office.routes.filter((route) => !known.has(route));
  assert.deepEqual(missing, noone);
});
