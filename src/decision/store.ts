import { createHash } from 'node:crypto';
import { getDataKey, type KeyDeps } from '#case';
import type { Language } from '#definition';
import { decrypt, encrypt } from '#lib/seal.ts';
import { sql, type Tx } from '#lib/sql.ts';

/** A notice in words: what the applicant sees first. */
export type NoticeText = {
  readonly title: string;
  /** Part of a page, German, binding. */
  readonly html: string;
  /** The same in the applicant's language, to explain it. */
  readonly explanation?: { readonly language: Language; readonly html: string };
};

/** Its days, each `YYYY-MM-DD`. */
export type NoticeDays = {
  readonly sent: string;
  /** Bekanntgabe, § 41 (2) VwVfG. */
  readonly announced: string;
  /** Last day for the remedy. */
  readonly objectUntil: string;
};

/** A notice as it was issued. */
export type Notice = NoticeText &
  NoticeDays & {
    readonly id: string;
    /** PDF/UA-1. */
    readonly pdf: Buffer;
    /** Of the PDF, hex. */
    readonly sha256: string;
  };

type NoticeRef = { readonly authority: string; readonly caseId: string };

const context = (part: 'text' | 'pdf', authority: string, id: string): string => `notice-${part}:${authority}/${id}`;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Stores a notice sealed under the data key of its case. */
export const insertNotice = async (
  tx: Tx,
  deps: KeyDeps,
  { authority, caseId }: NoticeRef,
  notice: Notice,
): Promise<void> => {
  const key = await getDataKey(tx, deps, authority, caseId);
  const { id, sent, announced, objectUntil, pdf, sha256: hash, ...text } = notice;
  const sealedText = encrypt(key, Buffer.from(JSON.stringify(text)), context('text', authority, id));
  const sealedPdf = encrypt(key, pdf, context('pdf', authority, id));
  await tx.run(sql`
    insert into decision.notice (authority, id, case_id, sha256, sent, announced, object_until, sealed_text, sealed_pdf)
    values (${authority}, ${id}, ${caseId}, ${hash}, ${sent}, ${announced}, ${objectUntil}, ${sealedText}, ${sealedPdf})`);
};

type Row = {
  id: string;
  sha256: string;
  sent: string;
  announced: string;
  object_until: string;
  sealed_text: Buffer;
  sealed_pdf: Buffer;
};

/** The notice of a case; undefined before it was issued. @throws Error when the stored PDF is not the one issued */
export const findNotice = async (
  tx: Tx,
  deps: KeyDeps,
  authority: string,
  caseId: string,
): Promise<Notice | undefined> => {
  const row = await tx.find<Row>(sql`
    select id, sha256, sent, announced, object_until, sealed_text, sealed_pdf from decision.notice
    where authority = ${authority} and case_id = ${caseId}`);
  if (!row) return undefined;
  const key = await getDataKey(tx, deps, authority, caseId);
  const text = JSON.parse(decrypt(key, row.sealed_text, context('text', authority, row.id)).toString()) as NoticeText;
  const pdf = decrypt(key, row.sealed_pdf, context('pdf', authority, row.id));
  if (sha256(pdf) !== row.sha256)
    throw new Error(`The PDF of notice ${row.id} is not the one that was issued. Restore it from a backup.`);
  const { id, sent, announced, object_until: objectUntil } = row;
  return { ...text, id, sent, announced, objectUntil, pdf, sha256: row.sha256 };
};

/** For work that must not change anything: from here on the database refuses every write of the transaction. */
export const forbidWrites = async (tx: Tx): Promise<void> => {
  await tx.run(sql`set transaction read only`);
};
