import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkExamples } from '#decision';
import { type CompiledService, compilePackage, readPackage } from '#definition';
import { adviceFor, parametersContext, readJson, type Situation, walk } from '#form';
import { fromFeel } from '#rules';

const received = Temporal.PlainDate.from('2020-04-02');
const now = received.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: '12:00' });

/** A shipped package; it must be without any warning. */
const load = async (name: string): Promise<CompiledService> => {
  const compiled = compilePackage(await readPackage(`services/${name}`));
  assert.deepEqual(compiled.kind === 'service' ? compiled.warnings : compiled.problems, []);
  assert.ok(compiled.kind === 'service');
  return compiled.service;
};

const aid = await load('soforthilfe');
const rescue = await load('rueckholung');

const situation = (service: CompiledService, parameters: Record<string, unknown> = {}): Situation => ({
  parameters: parametersContext(service, parameters),
  received,
  now,
});

/** The answers of a worked example, by a part of its name. */
const answersOf = (service: CompiledService, name: string): Record<string, unknown> => {
  const example = service.examples.find((one) => one.name.includes(name));
  assert.ok(example, `No example is called “${name}”.`);
  return example.answers;
};

const walkWith = (service: CompiledService, json: unknown, parameters: Record<string, unknown> = {}) => {
  const read = readJson(service, json);
  assert.deepEqual(read.kind === 'problems' ? read.problems : [], []);
  assert.ok(read.kind === 'answers');
  return walk(service, read.answers, situation(service, parameters));
};

for (const [service, least] of [
  [aid, 25],
  [rescue, 10],
] as const)
  test(`${service.service.id}: all worked examples come out as written and reach every reason, doubt and outcome`, () => {
    assert.ok(service.examples.length >= least);
    assert.deepEqual(checkExamples(service, now), []);
  });

const solo = answersOf(aid, 'Musikerin');
const firm = answersOf(aid, 'Genau 10 Stellen: noch');
const traveller = answersOf(rescue, 'Stufe 4: Paar');
const crowd = [{ arbeitszeit: 'geringfuegig', anzahl: 164 }];

/** Answers that make a grant unlikely or an hour count, and the advice they must bring; undefined: none. */
const ADVICE: readonly (readonly [CompiledService, unknown, string | undefined, Record<string, unknown>?])[] = [
  [aid, solo, undefined],
  [aid, firm, undefined],
  [aid, { ...solo, taetigkeit: 'andere' }, 'keinUnternehmen'],
  [aid, { ...firm, taetigkeit: 'oeffentlich' }, 'oeffentlich'],
  [aid, { ...solo, haupterwerb: false }, 'nebenerwerb'],
  [aid, { ...solo, hauptsitzHier: false }, 'sitzAnderswo'],
  [aid, { ...solo, marktSeit: '2020-03-11' }, 'nachStichtag'],
  [aid, { ...solo, schwierigkeiten: true }, 'inSchwierigkeiten'],
  [aid, { ...firm, gruppen: crowd }, 'ueber50'],
  [aid, { ...firm, gruppen: [{ arbeitszeit: 'bis30', anzahl: 13 }] }, undefined],
  [aid, { ...firm, gruppen: [{ arbeitszeit: 'bis30', anzahl: 13 }] }, 'ueber10', { landesstufe: false }],
  [aid, { ...solo, folgen: ['nichts'] }, 'keineGefaehrdung'],
  [aid, { ...solo, einnahmenMonat1: '1985.74' }, undefined],
  [aid, { ...solo, einnahmenMonat1: '1985.75' }, 'keinEngpass'],
  [rescue, traveller, undefined],
  [rescue, { ...traveller, rueckflug: 'gebucht' }, 'rueckflugGebucht'],
  [rescue, { ...traveller, gefahr: true }, 'sofortAnrufen'],
];

for (const [service, answers, expected, parameters = {}] of ADVICE)
  test(`${service.service.id}: ${expected ? `advises “${expected}”` : 'keeps quiet where all is well'}`, () => {
    const walked = walkWith(service, answers, parameters);
    const shown = walked.pages.flatMap((page) =>
      adviceFor(service, page, walked, situation(service, parameters), 'de').map(({ id }) => id),
    );
    assert.deepEqual(shown, expected ? [expected] : []);
  });

/** Quarter, half, three quarter and whole posts in hundredths, so that the oracle needs no fractions. */
const HUNDREDTHS = { bis20: 50, bis30: 75, ueber30: 100, geringfuegig: 30 } as const;
const group = fc.record({
  arbeitszeit: fc.constantFrom('bis20', 'bis30', 'ueber30', 'geringfuegig'),
  anzahl: fc.integer({ min: 1, max: 30 }),
});
const cents = (max: number) => fc.integer({ min: 0, max });
const euros = (value: number): string => `${Math.trunc(value / 100)}.${String(value % 100).padStart(2, '0')}`;

const capOf = (posts: number): number => (posts <= 500 ? 900_000 : posts <= 1000 ? 1_500_000 : 2_500_000);

test('soforthilfe: amounts agree to the cent with the same sum in whole cents', () => {
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 6 }),
      fc.array(cents(600_000), { minLength: 4, maxLength: 4 }),
      fc.array(cents(900_000), { minLength: 3, maxLength: 3 }),
      (gruppen, inhaber, [rent = 0, loan = 0, lease = 0, other = 0], [first = 0, second = 0, third = 0]) => {
        const json = {
          ...firm,
          ...{ gruppen, inhaber, mieten: euros(rent), kredite: euros(loan), leasing: euros(lease) },
          ...{ sonstigeKosten: euros(other), einnahmenMonat1: euros(first) },
          ...{ einnahmenMonat2: euros(second), einnahmenMonat3: euros(third) },
        };
        const posts = 100 * inhaber + gruppen.reduce((sum, one) => sum + HUNDREDTHS[one.arbeitszeit] * one.anzahl, 0);
        const gap = Math.max(0, 3 * (rent + loan + lease + other) - first - second - third);
        const granted = posts <= 5000 ? Math.min(gap, capOf(posts)) : 0;
        const decided = aid.rules[0]?.model.decide('Foerderung', walkWith(aid, json).context, { now });
        assert.deepEqual(decided?.warnings, []);
        const result = fromFeel(decided.value) as Record<string, string>;
        assert.equal(Math.round(Number(result['betrag']) * 100), granted);
        assert.match(result['betrag'] ?? '', /^\d+(\.\d{1,2})?$/);
        assert.equal(result['ergebnis'], granted > 0 ? 'bewilligt' : 'abgelehnt');
        assert.equal(Math.round(Number(result['vollzeit']) * 100), posts);
        assert.equal(Math.round(Number(result['engpass']) * 100), gap);
      },
    ),
    { numRuns: 300 },
  );
});

/** What DIN SPEC 33429 advises against and a program can see: conditional, genitive article, stiff connectives. */
const HARD = /\b(würde\w*|könnte\w*|hätte\w*|wäre\w*|müsste\w*|sollte\w*|des|deren|dessen|sowie|jedoch|bzw|ggf)\b/i;
const MOST_WORDS = 12;

const sentencesOf = (text: string): string[] =>
  text
    .replace(/\{\{[^}]*\}\}/g, 'X')
    .split(/(?<=[.!?:“])\s+|\n|\|/)
    .filter((sentence) => !sentence.startsWith('#'));

const findHard = (text: string): string[] =>
  sentencesOf(text).filter(
    (one) => HARD.test(one) || one.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length > MOST_WORDS,
  );

const leavesOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value
      ? Object.values(value).flatMap(leavesOf)
      : [];

for (const service of [aid, rescue])
  test(`${service.service.id}: Leichte Sprache keeps to short sentences and easy forms`, () => {
    const wordings = [...service.notices.values(), ...service.messages.values()];
    const files = wordings.map((one) => one.get('de-x-leicht')?.text ?? '');
    const texts = [...leavesOf(service.texts.get('de-x-leicht')), ...files];
    assert.ok(texts.length > 50);
    assert.deepEqual(texts.flatMap(findHard), []);
  });

test('the check of Leichte Sprache sees what is hard', () => {
  assert.equal(findHard('Das wäre gut.').length, 1);
  assert.equal(findHard('Der Name des Betriebs.').length, 1);
  assert.equal(findHard('Dieser Satz hat sehr viele Wörter und hört und hört einfach nicht mehr auf.').length, 1);
  assert.deepEqual(findHard('Sie bekommen Geld. Das Geld ist für Ihren Betrieb.'), []);
});
