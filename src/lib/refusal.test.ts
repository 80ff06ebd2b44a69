import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPassing, isRefusal } from './refusal.ts';
import { DatabaseAway } from './sql.ts';

const coded = (code: string): Error => Object.assign(new Error(code), { code });

test('a database that is away is held against no row, however it says so', () => {
  for (const cause of [
    coded('ECONNREFUSED'),
    coded('25006'),
    coded('57P01'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
  ]) {
    assert.equal(isPassing(cause), true, cause.message);
    assert.equal(isPassing(new DatabaseAway(cause)), true, cause.message);
    assert.equal(isRefusal(new DatabaseAway(cause)), false, cause.message);
  }
});

test('a value that cannot be written is held against its row, also where it never left this process', () => {
  for (const code of ['22P05', '23505', 'P0001']) assert.equal(isRefusal(coded(code)), true, code);
  for (const code of ['22P05', 'ERR_INVALID_ARG_TYPE']) {
    assert.equal(isPassing(coded(code)), false, code);
    assert.equal(isPassing(new DatabaseAway(coded(code))), false, code);
  }
});
