import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { parseCents } from '#lib/money.ts';
import { toSepaText } from './sepa-text.ts';

/** Who is to be paid what for what, as it stands in the case; sealed wherever it is kept. */
export type Payee = { readonly name: string; readonly iban: string; readonly purpose: string };

/** Why an order cannot go into a file as it is; somebody must clear it up. */
export type Obstacle = 'amount' | 'name' | 'iban' | 'country';

/**
 * The European Economic Area: inside it the IBAN alone is enough (Art. 5(4) of Regulation 260/2012). For the other
 * SEPA countries a BIC is needed, which nobody asked the applicant for.
 */
const EEA = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

/** The greatest amount of one SEPA credit transfer, in cents. */
const GREATEST = 99_999_999_999n;

/** What keeps an order out of a SEPA file, if anything. */
export const findObstacle = (amount: string, { name, iban }: Payee): Obstacle | undefined => {
  const cents = parseCents(amount);
  if (cents <= 0n || cents > GREATEST) return 'amount';
  if (!/[A-Za-z0-9]/.test(toSepaText(name, 70))) return 'name';
  const compact = electronicFormatIBAN(iban) ?? '';
  if (!isValidIBAN(compact)) return 'iban';
  return EEA.has(compact.slice(0, 2)) ? undefined : 'country';
};
