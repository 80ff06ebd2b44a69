/** An amount in euros in canonical form: decimal point, two places, `1234.50`. What answers, rows and files hold. */
export type Euros = string;

const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;

/** Reads a decimal amount in euros as cents. @throws Error when it is no amount or finer than a cent */
export const parseCents = (text: string): bigint => {
  const [, sign, euros = '', cents = ''] = AMOUNT.exec(text) ?? [];
  if (sign === undefined)
    throw new Error(`"${text}" is no amount in euros. Give digits and at most two places after a point: 1234.50.`);
  const value = BigInt(euros + cents.padEnd(2, '0'));
  return sign ? -value : value;
};

/** Prints cents in canonical form. */
export const formatCents = (cents: bigint): Euros => {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Adds amounts, exactly. */
export const sumEuros = (amounts: readonly Euros[]): Euros =>
  formatCents(amounts.reduce((sum, amount) => sum + parseCents(amount), 0n));

const NO_BREAK = '\u00a0';

/** Prints an amount for people: `1.234,50 €` in German (DIN 5008), `€1,234.50` in English. */
export const formatMoney = (amount: Euros, language: string): string => {
  const plain = formatCents(parseCents(amount));
  const sign = plain.startsWith('-') ? '\u2212' : '';
  const [euros = '', cents = ''] = plain.replace('-', '').split('.');
  const english = language.startsWith('en');
  const grouped = euros.replace(/\B(?=(\d{3})+$)/g, english ? ',' : '.');
  return english ? `${sign}€${grouped}.${cents}` : `${sign}${grouped},${cents}${NO_BREAK}€`;
};
