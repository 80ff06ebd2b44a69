import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromFeel, getEntry } from '#rules';
import { EVERY_ANSWER, makeEveryKind } from '#test/every-kind.ts';
import {
  type Answers,
  adviceFor,
  carryOver,
  checkAnswers,
  enteredOf,
  enterPage,
  firstOpenPage,
  makeContext,
  nextPage,
  parametersContext,
  previousPage,
  progressOf,
  prune,
  reachablePages,
  readJson,
  readPost,
  summary,
  taskList,
  walk,
} from './index.ts';

const service = makeEveryKind();
const now = Temporal.ZonedDateTime.from('2020-04-02T12:00[Europe/Berlin]');
const situation = { parameters: parametersContext(service, {}), received: now.toPlainDate(), now };

const answersOf = (json: unknown): Answers => {
  const read = readJson(service, json);
  assert.equal(read.kind, 'answers', JSON.stringify(read));
  return read.kind === 'answers' ? read.answers : {};
};
const answers = answersOf(EVERY_ANSWER);
const paths = (given: Answers): string[] => checkAnswers(service, given, situation).map(({ path }) => path);
const page = (id: string) => service.pages.find((one) => one.id === id) ?? assert.fail(id);

test('a full set of answers has no problem, in canonical form', () => {
  assert.deepEqual(paths(answers), []);
  assert.equal(answers['betrag'], '1234.50');
  assert.equal(answers['iban'], 'DE89370400440532013000');
  assert.deepEqual(answers['gruende'], ['x', 'z']);
});

test('answers survive the way through the controls of every page, in both languages', () => {
  for (const language of ['de', 'en'] as const)
    for (const one of service.pages) {
      const read = readPost(service, one, enterPage(one, answers, language), answers, situation, language);
      assert.deepEqual(read.problems, [], one.id);
      assert.deepEqual(read.answers, answers, one.id);
    }
});

test('what is missing is told where it is missing, inside lists too', () => {
  assert.deepEqual(paths({}), ['name', 'anzahl', 'betrag', 'art', 'hatKinder', 'adresse', 'stimmt']);
  assert.deepEqual(paths({ ...answers, kinder: [{ krank: true }] }), ['kinder.0.vorname', 'kinder.0.krankheit']);
  assert.deepEqual(paths({ ...answers, kinder: [] }), ['kinder']);
});

test('a check between answers counts once the answers stand by themselves', () => {
  assert.deepEqual(paths({ ...answers, anzahl: '11', art: 'a' }), ['art']);
  assert.deepEqual(paths({ ...answers, anzahl: '99', art: 'a' }), ['anzahl']);
});

test('pages and fields that are not asked take no part', () => {
  const none = { ...answers, hatKinder: false };
  assert.deepEqual(
    reachablePages(service, none, situation).map(({ id }) => id),
    ['texte', 'werte', 'konto'],
  );
  assert.deepEqual(
    Object.keys(answers).filter((id) => !(id in prune(service, none, situation))),
    ['wieViele', 'kinder'],
  );
  const healthy = { ...answers, kinder: [{ vorname: 'Ada', krank: false, krankheit: 'Husten' }] };
  assert.deepEqual(prune(service, healthy, situation)['kinder'], [{ vorname: 'Ada', krank: false }]);
});

test('FEEL sees typed answers, null for the rest, parameters and the day of receipt', () => {
  const context = makeContext(service, { ...answers, hatKinder: false }, situation);
  const see = (name: string): unknown => fromFeel(getEntry(context, name) ?? null);
  assert.equal(see('kinder'), null);
  assert.equal(see('grenze'), '100');
  assert.deepEqual(see('submission'), { received: '2020-04-02' });
  assert.equal(see('tag'), '2020-03-11');
});

test('a post keeps other pages, ignores foreign controls and reports in the order of the page', () => {
  const entered = enteredOf([
    ['betrag', 'viel'],
    ['fremd', 'x'],
    ['__proto__', 'x'],
    ['art', 'b'],
  ]);
  const read = readPost(service, page('werte'), entered, { name: 'Erika' }, situation);
  assert.deepEqual(read.answers, { name: 'Erika', art: 'b' });
  assert.deepEqual(
    read.problems.map(({ path }) => path),
    ['anzahl', 'betrag', 'hatKinder'],
  );
});

test('a package may word a problem itself', () => {
  const problems = (language: 'de' | 'en') => checkAnswers(service, {}, situation, language);
  assert.equal(problems('de')[0]?.message, 'Bitte beantworten Sie: Frage name');
  assert.equal(problems('en')[0]?.message, 'Please answer: Frage name');
  const read = readPost(service, page('texte'), enteredOf([['mail', 'x']]), {}, situation);
  assert.equal(read.problems.find(({ path }) => path === 'mail')?.message, 'Eigene Worte zur Adresse.');
});

test('JSON is read strictly', () => {
  const problems = (json: unknown): string[] => {
    const read = readJson(service, json);
    return read.kind === 'problems' ? read.problems.map(({ path, code }) => `${path} ${code}`) : [];
  };
  assert.deepEqual(problems([]), [' answers.type']);
  assert.deepEqual(problems({ anzahl: '1.234,5' }), ['anzahl answer.type']);
  assert.deepEqual(problems({ hatKinder: 'yes' }), ['hatKinder answer.type']);
  assert.deepEqual(problems({ unbekannt: 1 }), ['unbekannt answer.unknown']);
  assert.deepEqual(problems({ kinder: [{ vorname: 'A', alter: 3 }] }), ['kinder.0.alter answer.unknown']);
  assert.deepEqual(problems({ adresse: { strasse: 'x' } }), ['adresse.strasse answer.unknown']);
  assert.deepEqual(problems(JSON.parse('{"__proto__": 1, "constructor": 2}')), [
    '__proto__ answer.unknown',
    'constructor answer.unknown',
  ]);
});

test('the way forward and back follows the answers', () => {
  const walked = walk(service, { ...answers, hatKinder: false }, situation);
  assert.equal(nextPage(walked, 'werte')?.compiled.id, 'konto');
  assert.equal(nextPage(walked, 'konto'), undefined);
  assert.equal(previousPage(walked, 'konto')?.compiled.id, 'werte');
  assert.equal(previousPage(walked, undefined)?.compiled.id, 'konto');
  assert.deepEqual(progressOf(walked, undefined), { step: 4, of: 4 });
  const begun = walk(service, { name: 'Erika', anzahl: '3' }, situation);
  assert.deepEqual(
    taskList(service, begun, situation, 'de').map(({ state }) => state),
    ['done', 'begun', 'open'],
  );
  assert.equal(firstOpenPage(service, begun, situation)?.compiled.id, 'werte');
});

test('advice is given where its condition holds', () => {
  const advise = (betrag: string): string[] => {
    const walked = walk(service, { ...answers, betrag }, situation);
    const [, werte] = walked.pages;
    return werte ? adviceFor(service, werte, walked, situation, 'de').map(({ title }) => title) : [];
  };
  assert.deepEqual(advise('100.01'), ['Das ist viel']);
  assert.deepEqual(advise('100.00'), []);
});

test('the summary tells answers as people read them', () => {
  const rows = summary(service, answers, situation, 'de').flatMap(({ rows: one }) => one);
  const value = (path: string): string | undefined => rows.find((row) => row.path === path)?.value;
  assert.equal(value('betrag'), '1.234,50\u00a0€');
  assert.equal(value('tag'), '11. März 2020');
  assert.equal(value('iban'), 'DE89 3704 0044 0532 0130 00');
  assert.equal(value('ziel'), '1 Main Street\nD02 Dublin\nIrland');
  assert.equal(value('gruende'), 'Regen\nSchnee');
  assert.match(value('kinder') ?? '', /^Frage kinder\.vorname: Ada\n/);
  assert.equal(value('hinweis'), undefined);
});

test('answers of an older version are carried over where they still fit', () => {
  const renewed = makeEveryKind((yaml) =>
    yaml.replace('id: anzahl, kind: number, min: 1, max: 50', 'id: anzahl, kind: yesno'),
  );
  const carried = carryOver(renewed, answers);
  assert.equal(carried['anzahl'], undefined);
  assert.deepEqual({ ...carried, anzahl: '3' }, answers);
});

const anyAnswers = fc.record(
  {
    hatKinder: fc.boolean(),
    wieViele: fc.constantFrom('1', '2'),
    kinder: fc.array(
      fc.record({ vorname: fc.constantFrom('A', 'B'), krank: fc.boolean(), krankheit: fc.constant('x') }),
    ),
    anzahl: fc.constantFrom('1', '11', '99'),
    art: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: [] },
);

test('pruning twice is pruning once, and changes no page and no problem', () => {
  fc.assert(
    fc.property(anyAnswers, (given) => {
      const once = prune(service, given as Answers, situation);
      assert.deepEqual(prune(service, once, situation), once);
      assert.deepEqual(reachablePages(service, once, situation), reachablePages(service, given as Answers, situation));
      assert.deepEqual(paths(once), paths(given as Answers));
    }),
  );
});

test('no page of controls, however odd, throws', () => {
  const names = [
    'name',
    'tag.day',
    'tag',
    'betrag',
    'kinder.0.vorname',
    'kinder.999.dokumente.3.nummer',
    'kinder.x',
    'ziel.country',
    'iban',
    'steuerId',
    'art',
  ];
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'binary' }))), (entries) => {
      for (const one of service.pages) {
        const read = readPost(service, one, enteredOf(entries), answers, situation);
        checkAnswers(service, read.answers, situation);
      }
    }),
    { numRuns: 30 },
  );
});
