import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeEveryKind } from '#test/every-kind.ts';
import type { Answer } from './answers.ts';
import { checkField } from './check.ts';
import { kindOf } from './kinds.ts';
import { parametersContext } from './parameters.ts';
import { enteredOf } from './read.ts';
import { makeContext } from './walk.ts';

const service = makeEveryKind();
const now = Temporal.ZonedDateTime.from('2020-04-02T12:00[Europe/Berlin]');
const situation = { parameters: parametersContext(service, {}), received: now.toPlainDate(), now };
const around = { context: makeContext(service, {}, situation), now };
const fields = new Map(service.pages.flatMap((page) => page.fields.map((one) => [one.field.id, one] as const)));

const get = (id: string) => {
  const compiled = fields.get(id);
  assert.ok(compiled, id);
  return compiled;
};

type Entry = readonly [string, string];
const read = (id: string, ...entries: Entry[]): { answer?: Answer; codes: string[] } => {
  const compiled = get(id);
  const { answer, faults } = kindOf(compiled).read(compiled.field, enteredOf(entries), id, compiled);
  const more = answer === undefined || faults.length > 0 ? [] : checkField(compiled, { [id]: answer }, around);
  return {
    ...(answer === undefined ? {} : { answer }),
    codes: [...faults, ...more].map(({ code, part = '' }) => code + part),
  };
};

const GOOD: readonly (readonly [string, readonly Entry[], Answer])[] = [
  ['name', [['name', '  Zoe\u0308  Łuk ']], 'Zoë Łuk'],
  ['bericht', [['bericht', 'eins\r\nzwei']], 'eins\nzwei'],
  ['kennung', [['kennung', 'AB12']], 'AB12'],
  ['mail', [['mail', ' Erika.M@Beispiel.DE ']], 'Erika.M@beispiel.de'],
  ['telefon', [['telefon', '(0211) 12 34-56']], '(0211) 12 34-56'],
  ['anzahl', [['anzahl', '07']], '7'],
  ['anteil', [['anteil', '0,5']], '0.5'],
  ['betrag', [['betrag', '1.234,5 €']], '1234.50'],
  ['tag', [['tag', '2020-03-11']], '2020-03-11'],
  ['tag', [['tag', '11. 3. 2020']], '2020-03-11'],
  [
    'tag',
    [
      ['tag.day', '9'],
      ['tag.month', '03'],
      ['tag.year', '2020'],
    ],
    '2020-03-09',
  ],
  [
    'gruende',
    [
      ['gruende', 'z'],
      ['gruende', 'x'],
    ],
    ['x', 'z'],
  ],
  ['hatKinder', [['hatKinder', 'no']], false],
  ['stimmt', [['stimmt', 'yes']], true],
  ['iban', [['iban', 'de89 3704 0044 0532 0130 00']], 'DE89370400440532013000'],
  ['steuerId', [['steuerId', '86 095 742 719']], '86095742719'],
  ['steuernummer', [['steuernummer', '133/8150/8159']], '13381508159'],
  ['steuernummer', [['steuernummer', 'DE 136695976']], 'DE136695976'],
];

test('what people type becomes a canonical answer', () => {
  for (const [id, entries, answer] of GOOD)
    assert.deepEqual(read(id, ...entries), { answer, codes: [] }, `${id} ${JSON.stringify(entries)}`);
});

const BAD: readonly (readonly [string, readonly Entry[], readonly string[]])[] = [
  ['name', [['name', 'Иван']], ['latin']],
  ['name', [['name', 'a'.repeat(21)]], ['long']],
  ['name', [['name', 'Erika\u0000']], ['characters']],
  ['name', [['name', 'Erika\u202e']], ['characters']],
  ['bericht', [['bericht', 'kurz']], ['short']],
  ['kennung', [['kennung', 'ab12']], ['pattern']],
  ...['a@b', 'a b@example.org', 'a@@example.org', '.a@example.org', 'a..b@example.org', '@example.org'].map(
    (text) => ['mail', [['mail', text]], ['email']] as const,
  ),
  ['telefon', [['telefon', 'ruf an']], ['phone']],
  ['anzahl', [['anzahl', '0']], ['least']],
  ['anzahl', [['anzahl', '51']], ['most']],
  ['anzahl', [['anzahl', '1,5']], ['decimals']],
  ['anzahl', [['anzahl', 'drei']], ['number']],
  ['betrag', [['betrag', '1,234']], []],
  ['betrag', [['betrag', '12,345.678']], ['decimals']],
  ['betrag', [['betrag', '5.000,01']], ['most']],
  ['betrag', [['betrag', '-1']], ['least']],
  ['tag', [['tag', '2020-02-30']], ['date']],
  ['tag', [['tag', 'gestern']], ['date']],
  [
    'tag',
    [
      ['tag.day', '1'],
      ['tag.month', '2'],
      ['tag.year', '20'],
    ],
    ['datepart.year'],
  ],
  ['tag', [['tag.day', '1']], ['datepart.year']],
  ['tag', [['tag', '2019-12-31']], ['early']],
  ['tag', [['tag', '2020-04-03']], ['late']],
  ['art', [['art', 'd']], ['option']],
  [
    'gruende',
    [
      ['gruende', 'x'],
      ['gruende', 'q'],
    ],
    ['option'],
  ],
  [
    'gruende',
    [
      ['gruende', 'x'],
      ['gruende', 'y'],
      ['gruende', 'z'],
    ],
    ['manyoptions'],
  ],
  ['hatKinder', [['hatKinder', 'vielleicht']], ['option']],
  ['adresse', [['adresse.street', 'Weg']], ['required.postalCode', 'required.city']],
  [
    'adresse',
    [
      ['adresse.street', 'Weg'],
      ['adresse.postalCode', '1234'],
      ['adresse.city', 'Köln'],
    ],
    ['postalcode.postalCode'],
  ],
  [
    'ziel',
    [
      ['ziel.street', 'Weg'],
      ['ziel.postalCode', '1'],
      ['ziel.city', 'X'],
      ['ziel.country', 'QZ'],
    ],
    ['country.country'],
  ],
  ['iban', [['iban', 'DE89370400440532013001']], ['iban']],
  ['iban', [['iban', 'DE8937040044053201300']], ['ibanlength']],
  ['iban', [['iban', 'FR1420041010050500013M02606']], ['ibancountry']],
  ['steuerId', [['steuerId', '86095742718']], ['taxid']],
  ['steuernummer', [['steuernummer', 'DE136695977']], ['taxnumber']],
];

test('what cannot stand is refused with its reason', () => {
  for (const [id, entries, codes] of BAD)
    assert.deepEqual(read(id, ...entries).codes, codes, `${id} ${JSON.stringify(entries)}`);
});

test('nothing entered is no answer and no fault', () => {
  for (const [id, { field }] of fields) {
    assert.deepEqual(kindOf(get(id)).read(field, enteredOf([[id, '']]), id, get(id)), { faults: [] }, id);
  }
});
