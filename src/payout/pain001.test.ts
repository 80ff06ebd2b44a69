import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { validateXML } from 'xmllint-wasm';
import { formatCents, sumEuros } from '#lib/money.ts';
import { type PaymentFile, type Transfer, writePain001 } from './pain001.ts';

const SCHEMA = '../shared/data/sepa/pain.001.001.09.xsd';
const schema = existsSync(SCHEMA) ? readFileSync(SCHEMA, 'utf8') : undefined;

const transfer: Transfer = {
  endToEndId: '0K3VX-9MZQ1-7B2CD',
  amount: '9000.00',
  name: 'Bäckerei Müller & Söhne <GmbH>',
  iban: 'DE89370400440532013000',
  purpose: 'Soforthilfe 0K3VX-9MZQ1-7B2CD',
};
const file: PaymentFile = {
  messageId: 'KD-2QYRW-1P5X0-ZZ7TA',
  created: Temporal.Instant.from('2026-11-23T17:01:02.345Z'),
  executionDay: Temporal.PlainDate.from('2026-11-24'),
  debtor: {
    name: 'Bezirksregierung Musterland',
    iban: 'DE02120300000000202051',
    street: 'Straße des 17. Juni 135 a',
    postalCode: '10623',
    city: 'Musterstadt',
  },
  transfers: [transfer],
};

/** Every element that holds text, by its path without the two outermost. */
const leaves = (xml: string): [path: string, text: string][] => {
  const found: [string, string][] = [];
  const path: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => path.push(name));
  parser.on('text', (text) => text.trim() && found.push([path.slice(2).join('/'), text]));
  parser.on('closetag', () => path.pop());
  parser.on('error', (error) => assert.fail(error));
  parser.write(xml).close();
  return found;
};

const validate = async (...files: readonly PaymentFile[]): Promise<void> => {
  const xml = files.map((one, i) => ({ fileName: `${i}.xml`, contents: writePain001(one) }));
  const result = await validateXML({ xml, schema: { fileName: 'pain.xsd', contents: schema ?? '' } });
  assert.deepEqual(
    result.errors.map(({ message }) => message),
    [],
  );
};

test('the file says everything once, in the order of the schema', () => {
  assert.deepEqual(leaves(writePain001(file)), [
    ['GrpHdr/MsgId', 'KD-2QYRW-1P5X0-ZZ7TA'],
    ['GrpHdr/CreDtTm', '2026-11-23T17:01:02Z'],
    ['GrpHdr/NbOfTxs', '1'],
    ['GrpHdr/CtrlSum', '9000.00'],
    ['GrpHdr/InitgPty/Nm', 'Bezirksregierung Musterland'],
    ['PmtInf/PmtInfId', 'KD-2QYRW-1P5X0-ZZ7TA'],
    ['PmtInf/PmtMtd', 'TRF'],
    ['PmtInf/BtchBookg', 'true'],
    ['PmtInf/NbOfTxs', '1'],
    ['PmtInf/CtrlSum', '9000.00'],
    ['PmtInf/PmtTpInf/SvcLvl/Cd', 'SEPA'],
    ['PmtInf/ReqdExctnDt/Dt', '2026-11-24'],
    ['PmtInf/Dbtr/Nm', 'Bezirksregierung Musterland'],
    ['PmtInf/Dbtr/PstlAdr/StrtNm', 'Strasse des 17. Juni'],
    ['PmtInf/Dbtr/PstlAdr/BldgNb', '135 a'],
    ['PmtInf/Dbtr/PstlAdr/PstCd', '10623'],
    ['PmtInf/Dbtr/PstlAdr/TwnNm', 'Musterstadt'],
    ['PmtInf/Dbtr/PstlAdr/Ctry', 'DE'],
    ['PmtInf/DbtrAcct/Id/IBAN', 'DE02120300000000202051'],
    ['PmtInf/DbtrAgt/FinInstnId/Othr/Id', 'NOTPROVIDED'],
    ['PmtInf/ChrgBr', 'SLEV'],
    ['PmtInf/CdtTrfTxInf/PmtId/EndToEndId', '0K3VX-9MZQ1-7B2CD'],
    ['PmtInf/CdtTrfTxInf/Amt/InstdAmt', '9000.00'],
    ['PmtInf/CdtTrfTxInf/Cdtr/Nm', 'Baeckerei Mueller + Soehne GmbH'],
    ['PmtInf/CdtTrfTxInf/CdtrAcct/Id/IBAN', 'DE89370400440532013000'],
    ['PmtInf/CdtTrfTxInf/RmtInf/Ustrd', 'Soforthilfe 0K3VX-9MZQ1-7B2CD'],
  ]);
});

test('what cannot be paid never gets into a file', () => {
  const cases: [Partial<Transfer>, RegExp][] = [
    [{ amount: '0.00' }, /amount/],
    [{ amount: '-1.00' }, /amount/],
    [{ amount: '1000000000.00' }, /amount/],
    [{ iban: 'DE89370400440532013001' }, /iban/],
    [{ iban: 'CH9300762011623852957' }, /country/],
    [{ name: 'Иван' }, /name/],
    [{ endToEndId: 'x'.repeat(36) }, /reference/],
  ];
  for (const [change, expected] of cases)
    assert.throws(() => writePain001({ ...file, transfers: [{ ...transfer, ...change }] }), expected);
  assert.throws(() => writePain001({ ...file, transfers: [] }), /no transfers/);
  assert.throws(() => writePain001({ ...file, messageId: 'KD/' }), /no message id/);
});

const anyTransfer = fc.record({
  endToEndId: fc.constant(transfer.endToEndId),
  amount: fc.bigInt({ min: 1n, max: 99_999_999_999n }).map(formatCents),
  name: fc.string({ unit: 'binary', maxLength: 150 }).map((name) => `A${name}`),
  iban: fc.constantFrom('DE89370400440532013000', 'NL91ABNA0417164300', 'FR1420041010050500013M02606'),
  purpose: fc.string({ unit: 'binary', maxLength: 300 }),
});

test('whatever the names and amounts, the sums are right and every text is in the SEPA character set', () => {
  fc.assert(
    fc.property(fc.array(anyTransfer, { minLength: 1, maxLength: 20 }), (transfers) => {
      const found = leaves(writePain001({ ...file, transfers }));
      const texts = (path: string): string[] => found.filter(([at]) => at === path).map(([, text]) => text);
      assert.deepEqual(
        texts('PmtInf/CdtTrfTxInf/Amt/InstdAmt'),
        transfers.map(({ amount }) => amount),
      );
      assert.deepEqual(texts('GrpHdr/CtrlSum'), [sumEuros(transfers.map(({ amount }) => amount))]);
      assert.deepEqual(texts('PmtInf/CtrlSum'), texts('GrpHdr/CtrlSum'));
      assert.deepEqual(texts('GrpHdr/NbOfTxs'), [String(transfers.length)]);
      for (const [path, text] of found) assert.match(text, /^[A-Za-z0-9/\-?:().,'+ ]{1,140}$/, path);
    }),
  );
});

test('files are valid against the ISO 20022 schema', { skip: schema ? false : `${SCHEMA} is not here` }, async () => {
  await validate(
    file,
    ...fc
      .sample(fc.array(anyTransfer, { minLength: 1, maxLength: 20 }), 50)
      .map((transfers) => ({ ...file, transfers })),
  );
});

test('the schema finds a fault', { skip: schema ? false : `${SCHEMA} is not here` }, async () => {
  const broken = writePain001(file).replace('<ChrgBr>SLEV</ChrgBr>', '<ChrgBr>MINE</ChrgBr>');
  const result = await validateXML({
    xml: { fileName: 'x.xml', contents: broken },
    schema: { fileName: 'p.xsd', contents: schema ?? '' },
  });
  assert.equal(result.valid, false);
});
