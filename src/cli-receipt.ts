import { readFile } from 'node:fs/promises';
import { hashContent, type PublicJwk, type ReceiptClaims, readClaims, readReceiptKeys, verifyReceipt } from '#intake';
import { isUuid, parseSecret } from '#lib/id.ts';
import { BERLIN } from '#lib/time.ts';

export type VerifyOptions = {
  /** File of the receipt. */
  readonly file: string;
  /** Address or file of the published keys; without it those of the installation named in the receipt. */
  readonly keys: string | undefined;
  /** With secret and id: the answers, to compare the content. */
  readonly answers: string | undefined;
  readonly secret: string | undefined;
  /** UUID of the submission: the Idempotency-Key under which it was sent. */
  readonly id: string | undefined;
  readonly language: 'de' | 'en';
};

/** What was found out: lines to print, and whether it holds. */
export type Verified = { readonly holds: boolean; readonly lines: readonly string[] };

const KEYS_PATH = '/.well-known/receipt-keys.json';
const MOST_BYTES = 1 << 20;

const WORDS = {
  de: {
    file: (file: string) => `${file} lässt sich nicht lesen.`,
    none: 'Das ist keine Eingangsbestätigung: Erwartet wird der signierte Text, drei Teile mit Punkten dazwischen.',
    keys: (from: string) => `Unter ${from} sind keine Schlüssel zu lesen. Geben Sie sie mit --keys DATEI an.`,
    invalid: (from: string) =>
      `UNGÜLTIG: Die Unterschrift stammt von keinem der Schlüssel aus ${from}. Der Text beweist nichts.`,
    valid: (from: string) => `GÜLTIG: unterschrieben mit einem Schlüssel aus ${from}.`,
    trust:
      'Die Schlüssel kommen von der Adresse, die in der Bestätigung steht. Prüfen Sie, dass sie der Behörde gehört.',
    proven: 'Damit ist bewiesen, dass diese Stelle diesen Inhalt empfangen hat:',
    labels: ['Nummer', 'Eingegangen', 'Behörde', 'Leistung', 'Leistungspaket', 'Inhalt (SHA-256)', 'Stelle'],
    same: 'INHALT GLEICH: Die Angaben sind genau die, die empfangen wurden.',
    other: 'INHALT ANDERS: Zu Angaben, Zugangscode und Kennung gehört ein anderer Inhalt.',
    three: 'Zum Vergleich des Inhalts gehören --answers DATEI, --secret CODE und --id KENNUNG zusammen.',
    shape: 'Der Code hat 16 Zeichen, die Kennung ist eine UUID, die Datei enthält ein JSON-Objekt der Angaben.',
  },
  en: {
    file: (file: string) => `${file} cannot be read.`,
    none: 'This is no receipt: expected is the signed text, three parts with dots between them.',
    keys: (from: string) => `There are no keys to read at ${from}. Give them with --keys FILE.`,
    invalid: (from: string) => `INVALID: the signature is by none of the keys of ${from}. The text proves nothing.`,
    valid: (from: string) => `VALID: signed with a key of ${from}.`,
    trust: 'The keys come from the address that stands in the receipt. Check that it is the authority’s.',
    proven: 'This proves that this installation received this content:',
    labels: ['Number', 'Received', 'Authority', 'Service', 'Package', 'Content (SHA-256)', 'Installation'],
    same: 'SAME CONTENT: the answers are exactly those that were received.',
    other: 'OTHER CONTENT: answers, access code and id belong to other content.',
    three: 'To compare the content, --answers FILE, --secret CODE and --id ID belong together.',
    shape: 'The code has 16 characters, the id is a UUID, the file holds a JSON object of the answers.',
  },
} as const;

const fetchText = async (address: string): Promise<string | undefined> => {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(10_000), redirect: 'error' });
    const text = await response.text();
    return response.ok && text.length < MOST_BYTES ? text : undefined;
  } catch {
    return undefined; // said with the address by the caller
  }
};

const readKeys = async (from: string): Promise<readonly PublicJwk[] | undefined> => {
  const text = /^https?:/.test(from) ? await fetchText(from) : await readFile(from, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : readReceiptKeys(text);
};

const formatReceived = (received: string, language: 'de' | 'en'): string => {
  const at = new Date(received);
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  return `${at.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: BERLIN })} (${received})`;
};

const compareContent = async (claims: ReceiptClaims, options: VerifyOptions): Promise<Verified> => {
  const words = WORDS[options.language];
  const { answers: file, id } = options;
  if (file === undefined || options.secret === undefined || id === undefined)
    return { holds: false, lines: ['', words.three] };
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { holds: false, lines: ['', words.file(file)] };
  const secret = parseSecret(options.secret);
  const answers = parseAnswers(text);
  if (!secret || !answers || !isUuid(id)) return { holds: false, lines: ['', words.shape] };
  const { authority, service } = claims;
  const content = { id: id.toLowerCase(), authority, service, digest: claims.package, answers };
  const holds = hashContent(content, secret) === claims.hash;
  return { holds, lines: ['', holds ? words.same : words.other] };
};

const parseAnswers = (text: string): Record<string, unknown> | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    const { answers } = json as { answers?: unknown };
    return (typeof answers === 'object' && answers !== null ? answers : json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

const prove = async (claims: ReceiptClaims, from: string, options: VerifyOptions): Promise<Verified> => {
  const words = WORDS[options.language];
  const { number, authority, service, hash, iss, cell } = claims;
  const received = formatReceived(claims.received, options.language);
  const values = [number, received, authority, service, claims.package, hash, `${iss} (${cell})`];
  const lines = [
    words.valid(from),
    ...(options.keys === undefined ? [words.trust] : []),
    '',
    words.proven,
    ...words.labels.map((label, i) => `  ${label.padEnd(17)} ${values[i]}`),
  ];
  const asksContent = [options.answers, options.secret, options.id].some((one) => one !== undefined);
  if (!asksContent) return { holds: true, lines };
  const compared = await compareContent(claims, options);
  return { holds: compared.holds, lines: [...lines, ...compared.lines] };
};

/** Checks a receipt with the published keys, offline where they are given as a file; says what it proves. */
export const verifyReceiptFile = async (options: VerifyOptions): Promise<Verified> => {
  const words = WORDS[options.language];
  const text = await readFile(options.file, 'utf8').catch(() => undefined);
  if (text === undefined) return { holds: false, lines: [words.file(options.file)] };
  const said = readClaims(text);
  if (!said) return { holds: false, lines: [words.none] };
  const from = options.keys ?? `${said.iss}${KEYS_PATH}`;
  const keys = await readKeys(from);
  if (!keys || keys.length === 0) return { holds: false, lines: [words.keys(from)] };
  const claims = verifyReceipt(text, keys);
  return claims ? prove(claims, from, options) : { holds: false, lines: [words.invalid(from)] };
};
