import { escapeHtml } from '#lib/html.ts';
import { type Euros, parseCents, sumEuros } from '#lib/money.ts';
import { findObstacle } from './payable.ts';
import { isSepaReference, toSepaText } from './sepa-text.ts';

/** One credit transfer. */
export type Transfer = {
  /** Reference that comes back with every answer of the bank: the number of the case. */
  readonly endToEndId: string;
  readonly amount: Euros;
  readonly name: string;
  readonly iban: string;
  readonly purpose: string;
};

/** What a file orders the bank to do. */
export type PaymentFile = {
  /** At most 35 characters, never used before. */
  readonly messageId: string;
  readonly created: Temporal.Instant;
  readonly executionDay: Temporal.PlainDate;
  readonly debtor: {
    readonly name: string;
    readonly iban: string;
    /** Street with house number. */
    readonly street: string;
    readonly postalCode: string;
    readonly city: string;
  };
  readonly transfers: readonly Transfer[];
};

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';

const element = (name: string, ...content: readonly string[]): string => `<${name}>${content.join('')}</${name}>`;
const text = (name: string, value: string): string => element(name, escapeHtml(value));
/** An element that is left out when nothing remains of its text in the SEPA character set. */
const sepa = (name: string, value: string, max: number): string => {
  const allowed = toSepaText(value, max);
  return allowed ? text(name, allowed) : '';
};
const account = (iban: string): string => element('Id', text('IBAN', iban));
/** IBAN only: the bank finds the BIC by itself. */
const unnamedBank = element('FinInstnId', element('Othr', text('Id', 'NOTPROVIDED')));

const STREET = /^(.*\D)\s+(\d[\w\s/+-]{0,15})$/;

/**
 * The payer's address in its parts. Fully unstructured addresses are refused since 15 November 2026; the payee has no
 * address in the file at all, because no bank inside the EEA needs it.
 */
const address = ({ street, postalCode, city }: PaymentFile['debtor']): string => {
  const [, name = street, house = ''] = STREET.exec(street) ?? [];
  return element(
    'PstlAdr',
    sepa('StrtNm', name, 70),
    sepa('BldgNb', house, 16),
    sepa('PstCd', postalCode, 16),
    sepa('TwnNm', city, 35),
    text('Ctry', 'DE'),
  );
};

const transfer = ({ endToEndId, amount, name, iban, purpose }: Transfer): string =>
  element(
    'CdtTrfTxInf',
    element('PmtId', text('EndToEndId', endToEndId)),
    element('Amt', `<InstdAmt Ccy="EUR">${amount}</InstdAmt>`),
    element('Cdtr', sepa('Nm', name, 70)),
    element('CdtrAcct', account(iban)),
    element('RmtInf', text('Ustrd', toSepaText(purpose, 140) || endToEndId)),
  );

const check = (file: PaymentFile): void => {
  if (!isSepaReference(file.messageId))
    throw new Error(`"${file.messageId}" is no message id: give at most 35 characters of the SEPA set.`);
  if (file.transfers.length === 0) throw new Error(`Payment file ${file.messageId} has no transfers; write none.`);
  for (const one of file.transfers) {
    const obstacle = isSepaReference(one.endToEndId) ? findObstacle(one.amount, one) : 'reference';
    if (obstacle)
      throw new Error(
        `Transfer "${one.endToEndId}" cannot be paid (${obstacle}); hold the order back before batching.`,
      );
  }
};

/**
 * Writes a SEPA credit transfer initiation (ISO 20022 pain.001.001.09; EPC132-08 and DFÜ-Abkommen Anlage 3): one payment
 * block, booked as one sum, charges shared (SLEV), IBAN only. @throws Error when a transfer cannot be paid
 */
export const writePain001 = (file: PaymentFile): string => {
  check(file);
  const count = text('NbOfTxs', String(file.transfers.length));
  const sum = text('CtrlSum', sumEuros(file.transfers.map(({ amount }) => amount)));
  const payer = sepa('Nm', file.debtor.name, 70);
  const header = element(
    'GrpHdr',
    text('MsgId', file.messageId),
    text('CreDtTm', file.created.toString({ smallestUnit: 'second' })),
    count,
    sum,
    element('InitgPty', payer),
  );
  const payments = element(
    'PmtInf',
    text('PmtInfId', file.messageId),
    text('PmtMtd', 'TRF'),
    text('BtchBookg', 'true'),
    count,
    sum,
    element('PmtTpInf', element('SvcLvl', text('Cd', 'SEPA'))),
    element('ReqdExctnDt', text('Dt', file.executionDay.toString())),
    element('Dbtr', payer, address(file.debtor)),
    element('DbtrAcct', account(file.debtor.iban)),
    element('DbtrAgt', unnamedBank),
    text('ChrgBr', 'SLEV'),
    ...file.transfers.map(transfer),
  );
  const body = element('CstmrCdtTrfInitn', header, payments);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NAMESPACE}">${body}</Document>\n`;
};

/** What a file says about itself in its head, read back from its text, to be compared with what was to be paid. */
export const readControl = (xml: string): { readonly count: number; readonly sum: Euros } => {
  const read = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  const sum = read('CtrlSum');
  parseCents(sum);
  return { count: Number(read('NbOfTxs')), sum };
};
