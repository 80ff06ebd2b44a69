import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSmallService } from '#test/small-service.ts';
import { makeUploadService } from '#test/upload-service.ts';
import { fileRoomOf } from './index.ts';

const MEGABYTE = 1 << 20;
const withField = (field: string, texts: string) =>
  makeSmallService((yaml) => yaml.replace('      - { id: personen', `      - ${field}\n      - { id: personen`), {
    texts: (yaml) => yaml.replace('fields:\n', `fields:\n${texts}`),
  });

test('there is room for each file that a form can ask for, in entries of lists too, and for some to be replaced', () => {
  assert.deepEqual(fileRoomOf(makeUploadService()), { files: 6 + 20, bytes: 12 * MEGABYTE });
  const large = withField('{ id: plan, kind: file, megabytes: 50, required: false }', '  plan: { label: Plan }\n');
  assert.deepEqual(fileRoomOf(large), { files: 21, bytes: 300 * MEGABYTE });
});

test('where a form can ask for very many, for each once more; lists in lists are counted to an end', () => {
  const list = (id: string, max: number, item: string) =>
    `{ id: ${id}, kind: list, min: 0, max: ${max}, item: [ ${item} ] }`;
  const file = '{ id: beleg, kind: file, megabytes: 2, max: 5, required: false }';
  const texts = '  posten: { label: Posten }\n  posten.beleg: { label: Beleg }\n';
  assert.deepEqual(fileRoomOf(withField(list('posten', 10, file), texts)), { files: 100, bytes: 200 * MEGABYTE });
  const deep =
    '  posten: { label: Posten }\n  posten.teile: { label: Teile }\n  posten.teile.beleg: { label: Beleg }\n';
  const endless = withField(list('posten', 200, list('teile', 200, file)), deep);
  assert.deepEqual(fileRoomOf(endless), { files: 600, bytes: 1200 * MEGABYTE });
});

test('a form without files has none to take in', () => {
  assert.equal(fileRoomOf(makeSmallService()).bytes, 0);
});
