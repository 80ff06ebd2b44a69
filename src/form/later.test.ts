import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BERLIN } from '#lib/time.ts';
import { makeLaterService } from '#test/later-service.ts';
import type { Answers } from './answers.ts';
import { checkAnswers } from './check.ts';
import { type Ease, fieldsOf, outstandingOf } from './later.ts';
import { nextPage, previousPage, progressOf, taskList } from './progress.ts';
import { type Situation, walk } from './walk.ts';

const service = makeLaterService();
const now = Temporal.Instant.from('2020-04-02T10:00:00Z').toZonedDateTimeISO(BERLIN);
const at = (ease: Ease, more: Partial<Situation> = {}): Situation => ({
  parameters: {},
  received: now.toPlainDate(),
  now,
  ease,
  ...more,
});
const FILE = [
  { handle: '01890a5d-ac96-774b-bcce-b302099a8057', name: 'n', size: 9, type: 'x', sha256: 'a'.repeat(64) },
];
const SHORT: Answers = { name: 'Erika', personen: '1', gruss: 'Hallo' };
const missing = (answers: Answers, ease: Ease) => [
  checkAnswers(service, answers, at(ease)).map(({ path }) => path),
  outstandingOf(walk(service, answers, at(ease))).map(({ page, field = page }) => field),
];

test('what is missing is a problem, outstanding, or neither: by how much may follow', () => {
  const business = ['umsatz', 'verein'];
  assert.deepEqual(missing(SHORT, 0), [['bild', ...business], ['nachweis']]);
  assert.deepEqual(missing(SHORT, 1), [business, ['nachweis', 'bild']]);
  assert.deepEqual(missing(SHORT, 2), [[], ['nachweis', 'bild', 'betrieb']]);
  assert.deepEqual(missing({ ...SHORT, nachweis: FILE, bild: FILE }, 2), [[], ['betrieb']]);
});

test('a page that was begun is asked to the end, whatever may follow', () => {
  assert.deepEqual(missing({ ...SHORT, umsatz: '5' }, 2), [['verein'], ['nachweis', 'bild']]);
  assert.deepEqual(missing({ ...SHORT, umsatz: '5', verein: true }, 2)[0], ['vereinsname']);
});

test('a page that is put off is passed by both ways and not counted, and stands in the overview', () => {
  const walked = walk(service, SHORT, at(2));
  assert.equal(nextPage(walked, 'begleitung')?.compiled.id, 'schluss');
  assert.equal(previousPage(walked, 'schluss')?.compiled.id, 'begleitung');
  assert.deepEqual(progressOf(walked, 'schluss'), { step: 3, of: 4 });
  assert.deepEqual(progressOf(walked, 'betrieb'), { step: 3, of: 5 });
  assert.deepEqual(
    taskList(service, walked, at(2), 'de').map(({ state }) => state),
    ['done', 'done', 'later', 'done'],
  );
});

test('for a supplement only what is outstanding is asked, and the other answers stand', () => {
  const only = fieldsOf(service.pages, outstandingOf(walk(service, SHORT, at(2))));
  assert.deepEqual([...only], ['nachweis', 'bild', 'umsatz', 'verein', 'vereinsname']);
  const walked = walk(service, SHORT, at(2, { only }));
  assert.deepEqual(
    walked.pages.map(({ compiled, isPutOff }) => [compiled.id, isPutOff]),
    [
      ['begleitung', false],
      ['betrieb', false],
    ],
  );
  assert.deepEqual(walked.answers, SHORT);
});
