import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { openDb, sql } from '#lib/sql.ts';
import { makeTestDatabase } from '#test/database.ts';
import { drain, makeTopic, startQueue } from './index.ts';

const { db, url } = await makeTestDatabase();

const Note = z.strictObject({ id: z.string() });
const makeNotes = (policy = {}) => makeTopic(`test.${randomUUID()}`, Note, policy);
const waitFor = async (done: () => boolean, ms = 8000): Promise<number> => {
  const start = performance.now();
  while (!done()) {
    if (performance.now() - start > ms) throw new Error('What was waited for did not happen.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - start;
};

test('a job exists exactly if its transaction commits, also for a topic never seen before', async () => {
  const topic = makeNotes();
  const seen: string[] = [];
  const handler = topic.handle('test', async ({ id }) => void seen.push(id));
  const fail = db.tx('*', async (tx) => {
    await topic.send(tx, { id: 'lost' });
    throw new Error('rolled back');
  });
  await assert.rejects(fail, /rolled back/);
  await db.tx('*', (tx) => topic.send(tx, { id: 'kept' }));
  assert.equal(await drain(db, [handler]), 1);
  assert.deepEqual(seen, ['kept']);
  assert.equal(await drain(db, [handler]), 0);
});

test('two processes may send to a new topic at the same time', async () => {
  const topic = makeNotes();
  await Promise.all(['a', 'b', 'c', 'd'].map((id) => db.tx('*', (tx) => topic.send(tx, { id }))));
  assert.equal(await drain(db, [topic.handle('test', async () => {})]), 4);
});

test('one job waits for a key, with the newest data and time', async () => {
  const topic = makeNotes();
  const seen: string[] = [];
  const handler = topic.handle('test', async ({ id }) => void seen.push(id));
  const later = Temporal.Now.instant().add({ hours: 1 });
  await db.tx('*', (tx) => topic.send(tx, { id: 'first' }, { key: 'k', after: later }));
  await db.tx('*', (tx) => topic.send(tx, { id: 'other' }, { key: 'l', after: later }));
  assert.equal(await drain(db, [handler]), 0);
  await db.tx('*', (tx) => topic.send(tx, { id: 'second' }, { key: 'k' }));
  assert.equal(await drain(db, [handler]), 1);
  assert.equal(await drain(db, [handler], { early: true }), 1);
  assert.deepEqual(seen, ['second', 'other']);
});

test('a waiting job that a transaction has renewed does not run before that commits', async () => {
  const topic = makeNotes();
  const handler = topic.handle('test', async () => {});
  await db.tx('*', (tx) => topic.send(tx, { id: 'a' }, { key: 'k' }));
  await db.tx('*', async (tx) => {
    await topic.send(tx, { id: 'b' }, { key: 'k' });
    assert.equal(await drain(db, [handler]), 0);
  });
  assert.equal(await drain(db, [handler]), 1);
});

test('data that does not fit the topic is refused before anything is written', async () => {
  const topic = makeNotes();
  await assert.rejects(
    db.tx('*', (tx) => topic.send(tx, { id: 7 } as never)),
    /expected string/,
  );
});

test('drain throws what a handler throws and leaves the job to be tried again', async () => {
  const topic = makeNotes({ delay: 60 });
  await db.tx('*', (tx) => topic.send(tx, { id: 'x' }));
  let broken = true;
  const handler = topic.handle('test', async () => {
    if (broken) throw new Error('printer on fire');
  });
  await assert.rejects(drain(db, [handler]), /printer on fire/);
  broken = false;
  assert.equal(await drain(db, [handler]), 0, 'its new try is not due yet');
  assert.equal(await drain(db, [handler], { early: true }), 1);
});

test('the worker runs a chain of jobs at once, retries, and keeps dead letters', async () => {
  const first = makeNotes();
  const second = makeNotes();
  const failing = makeNotes({ retries: 1, delay: 1 });
  const seen: string[] = [];
  const errors: string[] = [];
  const handlers = [
    first.handle('test', async ({ id }) => {
      seen.push(`first ${id}`);
      await db.tx('*', (tx) => second.send(tx, { id }));
    }),
    second.handle('test', async ({ id }) => void seen.push(`second ${id}`)),
    failing.handle('test', async ({ id }) => {
      throw new Error(`no ${id}`);
    }),
  ];
  const queue = await startQueue({ url, handlers, onError: (error) => errors.push(error.message) });
  try {
    await db.tx('*', (tx) => first.send(tx, { id: 'a' }));
    await db.tx('*', (tx) => failing.send(tx, { id: 'b' }));
    await waitFor(() => seen.includes('first a'));
    const chained = await waitFor(() => seen.includes('second a'));
    assert.ok(chained < 400, `the next step waited ${chained.toFixed(0)} ms for a poll`);
    await waitFor(() => errors.length === 2);
  } finally {
    await queue.stop();
  }
  assert.deepEqual(errors, ['no b', 'no b']);
  const dead = await db.tx('*', (tx) =>
    tx.all<{ data: object }>(sql`select data from pgboss.job where name = 'dead-letter'`),
  );
  assert.deepEqual(dead, [{ data: { id: 'b' } }]);
});

test('each consumer of a topic gets every job and is tried again for itself', async () => {
  const topic = makeNotes({ delay: 1 });
  const seen: string[] = [];
  let broken = true;
  const handlers = [
    topic.handle('case', async ({ id }) => void seen.push(`case ${id}`)),
    topic.handle('mail', async ({ id }) => {
      if (broken) throw new Error('mail server away');
      seen.push(`mail ${id}`);
    }),
  ];
  const onError = () => {
    broken = false;
  };
  const queue = await startQueue({ url, handlers, onError });
  try {
    await db.tx('*', (tx) => topic.send(tx, { id: 'a' }));
    await waitFor(() => seen.length === 2);
  } finally {
    await queue.stop();
  }
  assert.deepEqual(seen, ['case a', 'mail a']);
  await db.tx('*', (tx) => topic.send(tx, { id: 'b' }));
  assert.equal(await drain(db, handlers), 1);
  assert.deepEqual(seen.slice(2), ['case b', 'mail b']);
  const twins = [topic.handle('test', async () => {}), topic.handle('test', async () => {})];
  await assert.rejects(drain(db, twins), /two handlers of one consumer/);
});

test('the application role cannot change the tables of the queue', async () => {
  const app = openDb({ url, role: 'knopfdruck_app', max: 1 });
  for (const statement of [sql`create table pgboss.mine (id int)`, sql`drop table pgboss.job`])
    await assert.rejects(
      app.tx('*', (tx) => tx.run(statement)),
      /permission denied|must be owner/,
    );
  await app.close();
});
