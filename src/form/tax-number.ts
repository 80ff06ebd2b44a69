/** Whether the last digit is the check digit of ISO/IEC 7064, MOD 11,10 over the digits before it. */
export const isMod1110 = (digits: string): boolean => {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.slice(-1));
};

const countDigits = (digits: string): number[] => {
  const counts = new Array<number>(10).fill(0);
  for (const digit of digits) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  return counts;
};

/**
 * Steuer-Identifikationsnummer (§ 139b AO): eleven digits, the first not 0, check digit last. Of the first ten exactly one
 * digit occurs twice or (since 2016) three times, then not in a row; every other at most once.
 */
export const isTaxIdentifier = (digits: string): boolean => {
  if (!/^[1-9]\d{10}$/.test(digits)) return false;
  const first = digits.slice(0, 10);
  const repeated = countDigits(first).filter((count) => count > 1);
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3 || /(\d)\1\1/.test(first)) return false;
  return isMod1110(digits);
};

/** Umsatzsteuer-Identifikationsnummer of Germany: DE and nine digits, the last a check digit. */
export const isVatNumber = (text: string): boolean => /^DE[1-9]\d{8}$/.test(text) && isMod1110(text.slice(2));

/** Wirtschafts-Identifikationsnummer (§ 139c AO): as the VAT number, with five digits for the activity. */
export const isBusinessIdentifier = (text: string): boolean =>
  /^DE\d{9}-\d{5}$/.test(text) && isMod1110(text.slice(2, 11));

/** First digits of the uniform 13-digit Steuernummer by Land (ELSTER); the fifth digit is always 0. */
const OFFICES = /^(10|11|21|22|23|24|26|27|28|30|31|32|40|41|5[0-9]|9[0-9])\d{2}0\d{8}$/;

/**
 * Steuernummer: ten or eleven digits as the Länder print it, or thirteen uniform ones. Its check digit differs by Land and
 * office and is left to the tax office.
 */
export const isTaxNumber = (digits: string): boolean => /^\d{10,11}$/.test(digits) || OFFICES.test(digits);
