import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeCsv } from './csv.ts';

const cells: readonly [string, string][] = [
  ['Müller', '"Müller"'],
  ['a"b;c\nd', '"a""b;c\nd"'],
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ['+49 211 5', `"'+49 211 5"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['-cmd|calc', `"'-cmd|calc"`],
  ['\t=1+1', `"'\t=1+1"`],
  ['\r\n =1+1', `"'\r\n =1+1"`],
  ['＝1+1', `"'＝1+1"`],
  ['-5,20', '"-5,20"'],
  ['12', '"12"'],
  ['', '""'],
];
for (const [text, written] of cells)
  test(`${JSON.stringify(text)} is written as ${written}`, () =>
    assert.equal(writeCsv([[text]]), `\ufeff${written}\r\n`));
