/** Compares two decimals as text, exactly: negative, zero or positive like a − b. */
export const compareDecimals = (a: string, b: string): number => {
  const places = Math.max(fraction(a).length, fraction(b).length);
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

const fraction = (text: string): string => text.split('.')[1] ?? '';

const scaled = (text: string, places: number): bigint =>
  BigInt(text.split('.')[0]?.replace('-', '') + fraction(text).padEnd(places, '0')) * (text.startsWith('-') ? -1n : 1n);
