import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from './archive.ts';
import { compilePackage } from './compile-package.ts';
import { makeFiles, TINY } from './tiny-package.ts';

const now = Temporal.ZonedDateTime.from('2026-11-20T12:00[Europe/Berlin]');

const compiled = compilePackage(makeFiles(TINY));

test('a sound package compiles without a word', () => {
  if (compiled.kind === 'problems') assert.deepEqual(compiled.problems, []);
  else assert.deepEqual(compiled.warnings, []);
});

const getService = () => {
  if (compiled.kind === 'problems') throw new Error('The tiny package does not compile. Look at the test above.');
  return compiled.service;
};

test('the form is compiled with its conditions, lists and patterns', () => {
  const { pages } = getService();
  assert.deepEqual(
    pages.map(({ id }) => id),
    ['person', 'kinder', 'konto'],
  );
  assert.equal(pages[1]?.when?.text, 'hatKinder = true');
  assert.deepEqual(
    pages[1]?.fields[0]?.item.map(({ field }) => field.id),
    ['alter', 'inSchule', 'klasse'],
  );
  const [vorname, geburt] = pages[0]?.fields ?? [];
  assert.equal(vorname?.matches?.('Ada'), true);
  assert.equal(vorname?.matches?.('ada'), false, 'the whole answer must match');
  assert.equal(String(geburt?.max?.evaluate({}, { now }).value), '2026-11-20');
});

test('a check is due on the page of the last field it names', () => {
  assert.deepEqual(
    getService().pages.map(({ checks }) => checks.map(({ id }) => id)),
    [[], ['keinKind'], []],
  );
});

test('texts fall into languages; German reasons are templates', () => {
  const { reasons, notices, messages, languages } = getService();
  assert.deepEqual(languages, ['de', 'en']);
  assert.deepEqual([...(reasons.get('schulkind')?.keys() ?? [])], ['de', 'en']);
  assert.deepEqual([...(notices.get('notices/bescheid')?.keys() ?? [])], ['de', 'en']);
  assert.deepEqual([...messages.keys()], ['messages/eingang']);
});

test('decimals stay as written', () => {
  const { service, examples } = getService();
  assert.deepEqual(service.parameters['satz'], { kind: 'money', default: '100.10', min: '50.00', max: '150.00' });
  assert.deepEqual(examples[0]?.parameters, { satz: '50.10' });
  assert.equal(examples[0]?.expect.amount, '100.20');
  assert.equal(`${examples[0]?.file}:${examples[0]?.line}`, 'examples/grund.yaml:2');
});

test('knowledge knows what it is about', () => {
  assert.deepEqual(getService().knowledge, [
    {
      path: 'knowledge/schule.md',
      title: 'Schulkinder',
      about: ['kinder.inSchule', 'schulkind', 'decided'],
      markdown: 'Nachweise sind nicht nötig.',
    },
  ]);
});

test('the digest names the files', () => {
  assert.equal(getService().digest, digestOf(makeFiles(TINY)));
});
