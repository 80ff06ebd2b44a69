import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type pg from 'pg';
import { type Authority, getAuthority, type Keys } from '#authority';
import { getCase } from '#case';
import { type Answers, type Attachment, attachmentsOf } from '#form';
import { openAttachment, openSubmission, openSupplement, type StoredAttachment } from '#intake';
import { makeFolderStore } from '#lib/blob-store.ts';
import type { Sql, Tx } from '#lib/sql.ts';
import type { Promised } from './promised.ts';

// Looks for every file that is named in what was acknowledged, and opens it as the authority would.

const AUTHORITY = 'musterland';

export type FileEvidence = {
  /** The owner's connection. */
  readonly client: pg.Client;
  readonly keys: Keys;
  /** Where the content lies. */
  readonly folder: string;
  /** Submissions and what followed, as far as papers went with it. */
  readonly promised: readonly Promised[];
  /** The worker has had its time: all is in its case, and what nobody handed in is gone. */
  readonly isWorked: boolean;
};

/** What can be held against the files. */
export type FileComplaint =
  | 'other files than were sent'
  | 'lost file'
  | 'file of somebody else'
  | 'changed file'
  | 'file not scanned'
  | 'file not in its case'
  | 'file that nobody handed in'
  | 'content that no row leads to';
const say = (complaint: FileComplaint, what: string): string => `${complaint}: ${what}`;

/** What was handed in under one id, submission or supplement, as its sealed content says. */
type Handed = { readonly id: string; readonly caseId: string; readonly named: readonly Attachment[] };
type Row = StoredAttachment & { readonly isLate: boolean };
type Stock = { readonly handed: ReadonlyMap<string, Handed>; readonly rows: ReadonlyMap<string, Row> };

type Sealed = { id: string; authority: string; service: string; content: string; submission: string | null };

const readHanded = async ({ client, keys }: FileEvidence, authority: Authority): Promise<Stock['handed']> => {
  const { rows } = await client.query<Sealed>(
    `
    select id, authority, service, content, null as submission from intake.submission where authority = $1
    union all
    select id, authority, service, content, submission from intake.supplement where authority = $1`,
    [AUTHORITY],
  );
  const open = ({ content, submission, ...row }: Sealed): Handed => {
    const sealed = { ...row, sealed: Buffer.from(content, 'base64') };
    const { answers } = submission ? openSupplement(keys, authority, sealed) : openSubmission(keys, authority, sealed);
    return { id: row.id, caseId: submission ?? row.id, named: attachmentsOf(answers as Answers) };
  };
  return new Map(rows.map((row) => [row.id, open(row)]));
};

/** A file of a journey that went on after its case was opened is late: nobody says any more whether it is wanted. */
const readRows = async (client: pg.Client): Promise<Stock['rows']> => {
  const { rows } = await client.query<Row>(`
    select a.authority, a.handle, a.journey, a.wrapped_key as "wrappedKey", a.type, a.size, a.state, a.finding,
      a.uploaded_at > coalesce(s.taken_at, m.taken_at, 'infinity') as "isLate"
    from intake.attachment a left join intake.submission s on s.id = a.journey
      left join intake.supplement m on m.id = a.journey`);
  return new Map(rows.map((row) => [row.handle, row]));
};

const print = (files: readonly { readonly name: string; readonly sha256: string; readonly size: number }[]): string =>
  files
    .map(({ name, sha256, size }) => `${name} (${sha256.slice(0, 12)}, ${size} bytes)`)
    .sort()
    .join(', ') || 'nothing';

/** What somebody sent is what the submission names; content and order of papers may not even be taken for each other. */
const checkNamed = ({ key, papers = [] }: Promised, handed: Handed | undefined): string[] => {
  if (!handed) return []; // complained of as lost already
  const [sent, named] = [print(papers), print(handed.named)];
  return sent === named ? [] : [say('other files than were sent', `${key} names ${named}, sent was ${sent}`)];
};

const readContent = async (evidence: FileEvidence, authority: Authority, row: Row): Promise<Buffer | Error> => {
  const { keys, folder } = evidence;
  try {
    return await buffer(openAttachment({ blobs: makeFolderStore(folder), keys }, authority, row));
  } catch (error) {
    return error as Error;
  }
};

const checkOne = async (
  evidence: FileEvidence,
  authority: Authority,
  { id }: Handed,
  { handle, sha256, size }: Attachment,
  row: Row | undefined,
): Promise<string[]> => {
  if (!row) return [say('lost file', `${id} names ${handle}, of which nothing is known`)];
  if (row.journey !== id)
    return [say('file of somebody else', `${id} names ${handle}, which belongs to ${row.journey}`)];
  const content = await readContent(evidence, authority, row);
  if (content instanceof Error) return [say('lost file', `${handle} of ${id} does not open: ${content.message}`)];
  const hash = createHash('sha256').update(content).digest('hex');
  if (hash !== sha256 || content.length !== size || row.size !== size)
    return [say('changed file', `${handle} of ${id} has ${content.length} bytes with ${hash}`)];
  if (evidence.isWorked && row.state !== 'clean')
    return [say('file not scanned', `${handle} of ${id} is ${row.state}`)];
  return row.state === 'leaving' ? [say('lost file', `${handle} of ${id} is being deleted`)] : [];
};

const checkCase = async (tx: Tx, { keys }: FileEvidence, { id, caseId, named }: Handed): Promise<string[]> => {
  if (named.length === 0) return [];
  const found = await getCase(tx, { keys }, AUTHORITY, caseId).catch(() => undefined);
  const answers = found && Object.assign({}, found.answers, ...found.supplements.map((one) => one.answers));
  const there = new Set(found ? attachmentsOf(answers).map(({ handle }) => handle) : []);
  const missing = named.filter(({ handle }) => !there.has(handle));
  return missing.map(({ handle }) => say('file not in its case', `${handle} of ${id}`));
};

/** What lies there and belongs to nobody: neither rows nor content may be left of what was not handed in. */
const checkRest = ({ folder }: FileEvidence, { handed, rows }: Stock): string[] => {
  const named = new Set([...handed.values()].flatMap((one) => one.named.map(({ handle }) => handle)));
  const stray = [...rows.values()].filter(({ handle, isLate }) => !named.has(handle) && !isLate);
  const stored = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  return [
    ...stray.map(({ handle, journey, state }) =>
      say('file that nobody handed in', `${handle} of ${journey}, ${state}`),
    ),
    ...stored
      .filter((entry) => entry.isFile() && !rows.has(entry.name))
      .map(({ name }) => say('content that no row leads to', `${name}`)),
  ];
};

/** A transaction of the owner's own connection, so that also what is not committed is seen. */
const asTx = (client: pg.Client): Tx => {
  const ask = async <Row extends object>({ text, values }: Sql): Promise<Row[]> =>
    (await client.query<Row & pg.QueryResultRow>(text, [...values])).rows;
  return {
    all: ask,
    find: async <Row extends object>(statement: Sql) => (await ask<Row>(statement))[0],
    get: async <Row extends object>(statement: Sql) => {
      const [row] = await ask<Row>(statement);
      if (!row) throw new Error(`A row was expected and none found: ${statement.text}`);
      return row;
    },
    run: async (statement) => (await ask(statement)).length,
  };
};

/**
 * Each file that an acknowledged submission or supplement names is there, byte for byte, belongs to it alone, and was sent so;
 * once the worker is done it is in the case, and nothing else is left.
 */
export const checkFiles = async (evidence: FileEvidence): Promise<string[]> => {
  const { client, promised, isWorked } = evidence;
  const tx = asTx(client);
  const authority = await getAuthority(tx, AUTHORITY);
  const stock: Stock = { handed: await readHanded(evidence, authority), rows: await readRows(client) };
  const found = promised.flatMap((one) => (one.papers ? checkNamed(one, stock.handed.get(one.key)) : []));
  for (const one of stock.handed.values()) {
    for (const file of one.named)
      found.push(...(await checkOne(evidence, authority, one, file, stock.rows.get(file.handle))));
    if (isWorked) found.push(...(await checkCase(tx, evidence, one)));
  }
  return isWorked ? [...found, ...checkRest(evidence, stock)] : found;
};
