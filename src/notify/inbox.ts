import type { NoticeText } from '#decision';
import { applicantKey } from '#intake';
import { decrypt, encrypt } from '#lib/seal.ts';
import type { Tx } from '#lib/sql.ts';
import type { MessageRef, Occasion } from './message.ts';
import {
  findAttachment,
  insertAttachment,
  insertMessage,
  listAttachments,
  listInbox,
  type NewMessage,
} from './store.ts';

/** A file beside a message, such as the notice as PDF. */
export type Attachment = { readonly name: string; readonly type: string; readonly content: Uint8Array };

/** What an inbox item says. All HTML is part of a page and escaped already. */
export type InboxContent = {
  readonly subject: string;
  /** The message; empty where there is only a notice. Its headings begin at level 3. */
  readonly html: string;
  readonly language: string;
  /** The notice in German, binding, and its explanation in the applicant's language. */
  readonly notice?: NoticeText;
};

/** A message as the applicant finds it on the status page. */
export type InboxItem = InboxContent & {
  readonly id: string;
  readonly occasion: Occasion;
  readonly at: Temporal.Instant;
  readonly attachments: readonly {
    readonly position: number;
    readonly name: string;
    readonly type: string;
    /** Bytes. */
    readonly size: number;
  }[];
};

const itemContext = ({ authority, id }: MessageRef): string => `inbox:${authority}/${id}`;
const fileContext = ({ authority, id }: MessageRef, position: number): string => `inbox:${authority}/${id}/${position}`;

/** Puts a message with its files into the applicant's inbox, sealed under the applicant's secret. */
export const putIntoInbox = async (
  tx: Tx,
  secret: string,
  message: Omit<NewMessage, 'channel' | 'state' | 'sealed'>,
  content: InboxContent,
  attachments: readonly Attachment[],
): Promise<void> => {
  const key = applicantKey(secret);
  const sealed = encrypt(key, Buffer.from(JSON.stringify(content)), itemContext(message));
  await insertMessage(tx, { ...message, channel: 'inbox', state: 'sent', sealed });
  for (const [position, { name, type, content: bytes }] of attachments.entries())
    await insertAttachment(tx, message, {
      position,
      name,
      type,
      size: bytes.length,
      sealed: encrypt(key, bytes, fileContext(message, position)),
    });
};

/**
 * The applicant's messages, latest first. Needs no key but the secret that the applicant brings.
 * @throws SealError when the secret is not the one of this submission; check it by `findSubmission` first
 */
export const readInbox = async (
  tx: Tx,
  authority: string,
  submissionId: string,
  secret: string,
): Promise<readonly InboxItem[]> => {
  const key = applicantKey(secret);
  const files = await listAttachments(tx, authority, submissionId);
  return (await listInbox(tx, authority, submissionId)).map(({ id, occasion, made_at, sealed }) => ({
    ...(JSON.parse(decrypt(key, sealed, itemContext({ authority, id })).toString()) as InboxContent),
    id,
    occasion,
    at: made_at.toTemporalInstant(),
    attachments: files.filter(({ message_id }) => message_id === id).map(({ message_id: _, ...file }) => file),
  }));
};

/** One file of an inbox item; undefined when there is none. @throws SealError as `readInbox` */
export const readAttachment = async (
  tx: Tx,
  authority: string,
  submissionId: string,
  secret: string,
  { messageId, position }: { readonly messageId: string; readonly position: number },
): Promise<Attachment | undefined> => {
  const ref = { authority, id: messageId };
  const found = await findAttachment(tx, ref, submissionId, position);
  if (!found) return undefined;
  const content = decrypt(applicantKey(secret), found.sealed, fileContext(ref, position));
  return { name: found.name, type: found.type, content };
};
