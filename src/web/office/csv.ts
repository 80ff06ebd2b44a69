// Excel, LibreOffice and others run a cell that begins like a formula, even from a quoted field; an apostrophe before it
// makes it text (OWASP "CSV Injection"). Tab and line breaks may stand before the sign.
const FORMULA = /^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

const cell = (text: string): string => {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/**
 * A table as CSV for German spreadsheet programs: UTF-8 with byte order mark, semicolons, every field quoted, nothing
 * that a spreadsheet would run (telephone numbers such as +49 … become text, which they are).
 */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
