import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listTroubled, noteFailure } from '#intake';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { runSubmissions } from '#src/cli-submissions.ts';
import { setAside } from '#test/aside.ts';
import { aidAnswers, makeFixture } from '#test/fixture.ts';

const world = await makeFixture();

const run = async (
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | undefined; out: string }> => {
  const said: string[] = [];
  const [action, ...more] = args;
  const code = await runSubmissions(action, more, env, (text) => said.push(text));
  return { code, out: said.join('\n') };
};

test('an operator lists what was set aside and puts it back, once', async () => {
  const env = { DATABASE_URL: world.url };
  const submitted = await world.submit(aidAnswers());
  assert.match((await run(env, 'set-aside')).out, /Kein Eingang/);
  await setAside(world.db, 'submission', submitted.caseId, 'Package abc no longer compiles.');
  const { code, out } = await run(env, 'set-aside');
  assert.equal(code, 0);
  assert.match(out, new RegExp(`${submitted.caseId}  ${submitted.number}  \\w+\\n +Package abc`));
  assert.match(out, /Versuche \(tries\): 8, liegt beiseite[\s\S]*1 beiseite \(set aside\), 0 in neuen/);
  assert.equal((await run(env, 'put-back', submitted.number)).code, 0);
  assert.deepEqual(await world.db.tx(ANY_AUTHORITY, listTroubled), []);
  assert.equal((await run(env, 'put-back', submitted.caseId)).code, 1);
});

test('what is still being tried is listed with its next try, and can be given to the workers at once', async () => {
  const env = { DATABASE_URL: world.url };
  const { caseId } = await world.submit(aidAnswers());
  await world.db.tx(ANY_AUTHORITY, (tx) => noteFailure(tx, 'submission', caseId, 'written by another release'));
  assert.match((await run(env, 'set-aside')).out, /Versuche \(tries\): 1, wieder ab \(again from\) 20\d\d-/);
  assert.equal((await run(env, 'put-back', caseId)).code, 0);
  assert.deepEqual(await world.db.tx(ANY_AUTHORITY, listTroubled), []);
});

test('a wrong call, a wrong server and a folder without database are told apart', async () => {
  for (const args of [[], ['put-back'], ['set-aside', 'x'], ['put-back', 'a', 'b']])
    assert.equal((await run({}, ...args)).code, undefined);
  const wrong = await run({ DATABASE_URL: 'postgresql://x@127.0.0.1:1/y' }, 'set-aside');
  assert.equal(wrong.code, 1);
  assert.match(wrong.out, /DATABASE_URL[\s\S]*Nothing listens/);
  const none = await run({ DATA_DIR: '/nonexistent' }, 'set-aside');
  assert.equal(none.code, 1);
  assert.match(none.out, /DATA_DIR[\s\S]*no database in \/nonexistent/);
});
