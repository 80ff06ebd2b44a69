import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address } from 'postal-mime';
import { makeUuid } from '#lib/id.ts';

/** A mail as it arrived and as a person sees it. */
export type CaughtMail = {
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Uint8Array }[];
  readonly raw: Buffer;
};

/** The mails caught, newest first; the oldest make room. */
export type Mailbox = {
  add(raw: Buffer): Promise<void>;
  list(): readonly CaughtMail[];
  find(id: string): CaughtMail | undefined;
};

const MOST_MAILS = 500;
const MOST_BYTES = 64 * 1024 * 1024;

const printAddress = (address: Address | undefined): string => {
  if (!address) return '';
  return address.name ? `${address.name} <${address.address ?? ''}>` : (address.address ?? '');
};

const toBytes = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

const readMail = async (id: string, raw: Buffer): Promise<CaughtMail> => {
  const mail = await PostalMime.parse(raw);
  return {
    id,
    at: Temporal.Instant.fromEpochMilliseconds(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)),
    from: printAddress(mail.from),
    to: (mail.to ?? []).map(printAddress),
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    text: mail.text ?? '',
    ...(mail.html ? { html: mail.html } : {}),
    attachments: mail.attachments.map(({ filename, mimeType, content }, i) => ({
      name: filename ?? `${i + 1}`,
      type: mimeType,
      content: toBytes(content),
    })),
    raw,
  };
};

const readFolder = async (folder: string): Promise<CaughtMail[]> => {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(
    names.slice(-MOST_MAILS).map(async (name) => readMail(name.slice(0, -4), await readFile(join(folder, name)))),
  );
};

/** Opens the mailbox. With a folder the mails outlive the process. */
export const openMailbox = async (folder?: string): Promise<Mailbox> => {
  const mails = folder ? await readFolder(folder) : [];
  let bytes = mails.reduce((sum, { raw }) => sum + raw.length, 0);
  const dropOldest = async (): Promise<void> => {
    const oldest = mails.shift();
    if (!oldest) return;
    bytes -= oldest.raw.length;
    if (folder) await rm(join(folder, `${oldest.id}.eml`), { force: true });
  };
  return {
    list: () => mails.toReversed(),
    find: (id) => mails.find((mail) => mail.id === id),
    add: async (raw) => {
      const mail = await readMail(makeUuid(Date.now()), raw);
      if (folder) await writeFile(join(folder, `${mail.id}.eml`), raw, { mode: 0o600 });
      mails.push(mail);
      bytes += raw.length;
      while (mails.length > MOST_MAILS || bytes > MOST_BYTES) await dropOldest();
    },
  };
};
