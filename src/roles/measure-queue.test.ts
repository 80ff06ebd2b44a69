import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { caseOpened } from '#case';
import { makeMetrics } from '#lib/metrics.ts';
import { sql } from '#lib/sql.ts';
import { startQueue } from '#queue';
import { setAside } from '#test/aside.ts';
import { aidAnswers, makeFixture } from '#test/fixture.ts';
import { measureQueue } from './measure-queue.ts';

const world = await makeFixture();
const figuresOf = async (): Promise<string> => {
  const metrics = makeMetrics();
  const looking = measureQueue(metrics, { ...world, onError: (error) => assert.fail(error) });
  for (let i = 0; i < 100 && !/^knopfdruck_queue_set_aside \d/m.test(metrics.render()); i += 1) await sleep(20);
  await looking.stop();
  return metrics.render();
};

test('what waits for the workers is told: submissions, the oldest, what was set aside', async () => {
  await world.submit(aidAnswers());
  const { caseId } = await world.submit(aidAnswers());
  world.setTime({ seconds: 90 });
  const before = await figuresOf();
  assert.match(before, /^knopfdruck_queue_unopened_submissions 2$/m);
  assert.match(before, /^knopfdruck_queue_oldest_unopened_seconds 90$/m);
  assert.match(before, /^knopfdruck_queue_set_aside 0$/m);
  await setAside(world.db, 'submission', caseId, 'unreadable');
  assert.match(await figuresOf(), /^knopfdruck_queue_set_aside 1$/m);
});

test('so are files: in quarantine, put off, set aside', async () => {
  const put = (state: string, tries: number) =>
    world.db.tx('musterland', (tx) =>
      tx.run(sql`
        insert into intake.attachment (authority, handle, journey, service, wrapped_key, uploaded_at, state, tries)
        values ('musterland', gen_random_uuid(), gen_random_uuid(), 'hilfe', '', now(), ${state}, ${tries})`),
    );
  for (const [state, tries] of [
    ['pending', 0],
    ['pending', 0],
    ['pending', 3],
    ['aside', 8],
    ['aside', 8],
    ['clean', 1],
  ] as const)
    await put(state, tries);
  const told = await figuresOf();
  assert.match(told, /^knopfdruck_queue_unscanned_files 3$/m);
  assert.match(told, /^knopfdruck_queue_files_tried_again 1$/m);
  assert.match(told, /^knopfdruck_queue_files_set_aside 2$/m);
});

test('the depth of a topic is told as the library counts it', async () => {
  await world.open(aidAnswers());
  await world.open(aidAnswers());
  // A queue that works on nothing of it: it only counts.
  const idle = caseOpened.handle('test', () => sleep(60_000));
  const queue = await startQueue({ url: world.url, handlers: [{ ...idle, name: 'other' }], onError: () => {} });
  let figures = '';
  for (let i = 0; i < 40 && !/topic="case.opened",state="due"} [1-9]/.test(figures); i += 1) {
    await sleep(250);
    figures = await figuresOf();
  }
  await queue.stop();
  assert.match(figures, /^knopfdruck_queue_jobs\{topic="case.opened",state="due"\} \d/m);
  assert.doesNotMatch(figures, /topic="case.opened",state="due"\} 0/);
});
