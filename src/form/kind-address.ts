import { toFeel } from '#rules';
import type { Address } from './answers.ts';
import { cleanText, findForeignLetters } from './clean-text.ts';
import { answered, enteredText, type Fault, failed, type Kind, NOTHING, type Read } from './kind.ts';

/** The parts of an address, in the order in which they are asked. */
export const ADDRESS_PARTS = ['street', 'houseNumber', 'postalCode', 'city', 'country'] as const;
type Part = (typeof ADDRESS_PARTS)[number];

const REQUIRED = ['street', 'postalCode', 'city'] as const;
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const LONGEST: Record<Part, number> = { street: 70, houseNumber: 16, postalCode: 16, city: 70, country: 2 };

const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined;

const build = (parts: Readonly<Record<Part, string>>): Read<Address> => {
  const clean: Record<Part, string> = { ...parts };
  const faults: Fault[] = [];
  for (const part of ADDRESS_PARTS) {
    const { answer = '', faults: found } = cleanText(parts[part]);
    clean[part] = answer;
    faults.push(...found.map((fault) => ({ ...fault, part: `.${part}` })));
  }
  if (ADDRESS_PARTS.every((part) => part === 'country' || clean[part] === '') && faults.length === 0) return NOTHING;
  return faults.length > 0 ? { faults } : answered(clean);
};

const checkPart = (answer: Address, part: Part): Fault | undefined => {
  const text = answer[part];
  if (text === '') return REQUIRED.some((needed) => needed === part) ? { code: 'required' } : undefined;
  if (text.length > LONGEST[part])
    return { code: 'long', values: { max: String(LONGEST[part]), count: String(text.length) } };
  if (part === 'postalCode' && answer.country === 'DE' && !/^\d{5}$/.test(text)) return { code: 'postalcode' };
  if (part === 'country' && !isCountry(text)) return { code: 'country' };
  return findForeignLetters(text)[0];
};

const countryName = (code: string, language: string): string =>
  new Intl.DisplayNames(language === 'de-x-leicht' ? 'de' : language, { type: 'region' }).of(code) ?? code;

export const addressKind: Kind<'address', Address> = {
  read: (field, entered, path) => {
    const part = (name: Part): string => enteredText(entered, `${path}.${name}`);
    const country = field.country === 'domestic' ? 'DE' : part('country').toUpperCase() || 'DE';
    return build({
      street: part('street'),
      houseNumber: part('houseNumber'),
      postalCode: part('postalCode'),
      city: part('city'),
      country,
    });
  },
  readJson: (_, json) => {
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      return failed('type', { values: { type: 'address' } });
    const entries = Object.entries(json);
    const wrong = entries.find(
      ([name, value]) => !ADDRESS_PARTS.some((part) => part === name) || typeof value !== 'string',
    );
    if (wrong) return failed('unknown', { part: `.${wrong[0]}` });
    return build({ street: '', houseNumber: '', postalCode: '', city: '', country: 'DE', ...json });
  },
  check: (field, answer) =>
    ADDRESS_PARTS.flatMap((part): Fault[] => {
      const fault =
        part === 'country' && field.country === 'domestic' && answer.country !== 'DE'
          ? ({ code: 'country' } as const)
          : checkPart(answer, part);
      return fault ? [{ ...fault, part: `.${part}` }] : [];
    }),
  enter: (_, answer, path) => ADDRESS_PARTS.map((part) => [`${path}.${part}`, answer[part]]),
  print: (_, answer, { language }) =>
    [
      `${answer.street} ${answer.houseNumber}`.trim(),
      `${answer.postalCode} ${answer.city}`.trim(),
      answer.country === 'DE' ? '' : countryName(answer.country, language),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  toFeel: (_, answer) => toFeel(answer),
};
