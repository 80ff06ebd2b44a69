import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DatabaseAway } from '#lib/sql.ts';
import { Trouble } from '#lib/trouble.ts';
import { describe, onceAWhile } from './log.ts';

test('a line told again and again is told once and then counted, while others are told as they come', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const lines: string[] = [];
  const log = onceAWhile((text) => lines.push(text), 1000);
  for (let i = 0; i < 5; i += 1) log('away');
  log('another');
  assert.deepEqual(lines, ['away', 'another']);
  mock.timers.tick(1000);
  assert.deepEqual(lines.slice(2), ['away (4 more within 1 s)']);
  log('away');
  mock.timers.tick(1000);
  assert.deepEqual(lines.slice(3), ['away']);
  mock.timers.reset();
});

test('what is expected is a line, what is not says where it arose', () => {
  assert.equal(describe(new DatabaseAway(new Error('gone'))), 'The database is away, try again: gone');
  assert.equal(describe(new Trouble('connect ENOENT')), 'connect ENOENT');
  assert.match(describe(new TypeError('bug')), /^TypeError: bug\n +at /);
  assert.equal(describe('text'), 'text');
});
