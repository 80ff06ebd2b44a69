import type { CompiledField, CompiledService, Field, Language, Texts } from '#definition';
import { printDecimal } from './decimal-text.ts';
import type { Fault, FaultCode } from './kind.ts';
import { printDay } from './kind-date.ts';
import { DE, type FaultWording } from './wording-de.ts';
import { EN } from './wording-en.ts';
import { LEICHT } from './wording-leicht.ts';

const WORDINGS: Partial<Record<Language, FaultWording>> = { de: DE, 'de-x-leicht': LEICHT, en: EN };

/** A service's texts in a language, German where it does not speak it. @throws Error when it has no German */
export const textsFor = (service: CompiledService, language: Language): Texts => {
  const texts = service.texts.get(language) ?? service.texts.get('de');
  if (!texts) throw new Error(`Service "${service.service.id}" has no German texts; compile it with texts/de.yaml.`);
  return texts;
};

type AddressWords = Readonly<Record<'street' | 'houseNumber' | 'postalCode' | 'city' | 'country', string>>;

const ADDRESS: Partial<Record<Language, AddressWords>> = {
  'de-x-leicht': {
    street: 'Straße',
    houseNumber: 'Haus-Nummer',
    postalCode: 'Post-Leit-Zahl',
    city: 'Ort',
    country: 'Land',
  },
  en: {
    street: 'Street',
    houseNumber: 'House number',
    postalCode: 'Postcode',
    city: 'Town or city',
    country: 'Country',
  },
};

/** What the parts of an address are called. */
export const addressWords = (language: Language): AddressWords =>
  ADDRESS[language] ?? {
    street: 'Straße',
    houseNumber: 'Hausnummer',
    postalCode: 'Postleitzahl',
    city: 'Ort',
    country: 'Land',
  };

type Override = 'required' | 'invalid' | 'min' | 'max' | 'pattern';

/** Which wording of the package, where it has one, takes the place of ours. */
const OVERRIDES: Partial<Record<FaultCode, Override>> = {
  required: 'required',
  pattern: 'pattern',
  short: 'min',
  least: 'min',
  early: 'min',
  fewoptions: 'min',
  fewentries: 'min',
  long: 'max',
  most: 'max',
  late: 'max',
  manyoptions: 'max',
  manyentries: 'max',
  manyfiles: 'max',
  email: 'invalid',
  phone: 'invalid',
  number: 'invalid',
  decimals: 'invalid',
  date: 'invalid',
  option: 'invalid',
  iban: 'invalid',
  taxid: 'invalid',
  taxnumber: 'invalid',
};

const needWording = (wording: FaultWording, { kind }: Field): string => {
  if (kind === 'choice' || kind === 'choices' || kind === 'yesno') return wording.choose;
  if (kind === 'file') return wording.attach;
  return kind === 'declaration' ? wording.confirm : wording.required;
};

const printValue = (value: string, language: Language): string => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return printDay(value, language);
  return /^-?\d+(\.\d+)?$/.test(value) ? printDecimal(value, language) : value;
};

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const partLabel = (part: string | undefined, kind: Field['kind'], language: Language): string | undefined => {
  const last = part?.split('.').at(-1);
  const words = addressWords(language);
  return kind === 'address' && last !== undefined && last in words ? words[last as keyof AddressWords] : undefined;
};

/** The platform's wording of a fault that is about no field. */
export const wordCode = (code: FaultCode, language: Language): string => (WORDINGS[language] ?? DE)[code];

/** Words a fault: the package's own text first, else the platform's, with the question and the bounds filled in. */
export const wordFault = (fault: Fault, { field }: CompiledField, texts: Texts, language: Language): string => {
  const about = fault.inner?.field ?? field;
  const own = texts.fields[fault.inner ? `${field.id}.${fault.inner.key}` : field.id];
  const part = partLabel(fault.part, about.kind, language);
  const override = OVERRIDES[fault.code];
  const given = override && part === undefined ? own?.errors?.[override] : undefined;
  if (given !== undefined) return given;
  const wording = WORDINGS[language] ?? DE;
  const template = fault.code === 'required' ? needWording(wording, about) : wording[fault.code];
  const values = Object.entries(fault.values ?? {}).map(([name, value]) => [name, printValue(value, language)]);
  return fill(template, { label: part ?? own?.label ?? about.id, ...Object.fromEntries(values) });
};
