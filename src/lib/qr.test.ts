import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qrImage } from './qr.ts';

/** The modules as the image draws them. */
const draw = (svg: string): boolean[][] => {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const rows = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let i = 0; i < Number(length); i++) (rows[Number(y)] as boolean[])[Number(x) + i] = true;
  return rows;
};
const FINDER = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];

test('the image is a QR code: quiet zone, three finder patterns, timing, format of level M and mask 2', () => {
  const rows = draw(qrImage('https://antrag.example/receipt/check?number=7F3K9-QX2M4-V8N4Z'));
  const size = rows.length;
  const at = (x: number, y: number): string => (rows[y]?.[x] ? '#' : '.');
  assert.equal((size - 8 - 17) % 4, 0);
  for (let i = 0; i < size; i++)
    for (const edge of [0, 3, size - 4, size - 1]) assert.equal(at(i, edge) + at(edge, i), '..');
  for (const [left, top] of [
    [4, 4],
    [size - 11, 4],
    [4, size - 11],
  ] as const)
    assert.deepEqual(
      FINDER.map((_, y) => FINDER.map((_, x) => at(left + x, top + y)).join('')),
      FINDER,
    );
  for (let i = 12; i < size - 12; i++) assert.equal(at(i, 10), i % 2 === 0 ? '#' : '.');
  // ISO/IEC 18004 table C.1: level M, mask 010 is 101111001111100 after masking; most significant bits first.
  const format = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => at(4 + x, 12)).join('');
  assert.equal(format.slice(0, 8).replaceAll('#', '1').replaceAll('.', '0'), '10111100');
});

test('other texts give other images', () => {
  assert.notEqual(qrImage('https://a.example/1'), qrImage('https://a.example/2'));
});
