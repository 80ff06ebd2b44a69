import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isUuid } from '#lib/id.ts';
import { journeyOf, makeTicket, readTicket, TICKET_LIFE, writeTicket } from './ticket.ts';

const key = Buffer.alloc(32, 7);
const programme = { authority: 'musterland', service: 'soforthilfe' };
const now = Date.parse('2020-03-27T11:00:30Z');

test('a ticket is read as it was written, also as people type it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), (number) => {
      const code = writeTicket(key, programme, makeTicket(number, now));
      assert.match(code, /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
      for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('0', 'O')]) {
        const read = readTicket(key, programme, typed, now);
        const ticket = { number, drawn: Date.parse('2020-03-27T11:00:00Z') };
        assert.deepEqual(read, { kind: 'ticket', ticket, code });
      }
    }),
  );
});

test('a changed character, another service, another key: none is a ticket', () => {
  const code = writeTicket(key, programme, makeTicket(4711, now));
  for (let i = 0; i < code.length; i += 1) {
    if (code[i] === '-') continue;
    const changed = `${code.slice(0, i)}${code[i] === 'A' ? 'B' : 'A'}${code.slice(i + 1)}`;
    assert.equal(readTicket(key, programme, changed, now).kind, 'unreadable', changed);
  }
  assert.equal(readTicket(key, { ...programme, service: 'rueckholung' }, code, now).kind, 'unreadable');
  assert.equal(readTicket(Buffer.alloc(32, 8), programme, code, now).kind, 'unreadable');
  for (const none of ['', 'x', '0000-0000', `${code}-0000`])
    assert.equal(readTicket(key, programme, none, now).kind, 'unreadable');
});

test('a place is kept for a week', () => {
  const code = writeTicket(key, programme, makeTicket(1, now));
  assert.equal(readTicket(key, programme, code, now + TICKET_LIFE - 60_000).kind, 'ticket');
  assert.equal(readTicket(key, programme, code, now + TICKET_LIFE + 60_000).kind, 'expired');
});

test('one ticket is one journey, another ticket another', () => {
  const ticket = { number: 5, drawn: now - (now % 60_000) };
  const journey = journeyOf(key, programme, ticket);
  assert.ok(isUuid(journey));
  assert.equal(journeyOf(key, programme, ticket), journey);
  assert.notEqual(journeyOf(key, programme, { ...ticket, number: 6 }), journey);
  assert.notEqual(journeyOf(key, { ...programme, authority: 'musterstadt' }, ticket), journey);
});
