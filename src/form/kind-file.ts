import { z } from 'zod';
import { toFeel } from '#rules';
import type { Answer, Answers, Attachment } from './answers.ts';
import { answered, type Fault, failed, type Kind, NOTHING } from './kind.ts';

const AttachmentShape = z.strictObject({
  handle: z.uuid(),
  name: z.string().min(1).max(200),
  size: z.int().min(1),
  type: z.string().max(100),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a control holds for an uploaded file. */
export const printAttachment = (attachment: Attachment): string => JSON.stringify(attachment);

/** The reverse; undefined for anything else. */
export const parseAttachment = (text: string): Attachment | undefined => {
  try {
    return AttachmentShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const gather = (attachments: readonly (Attachment | undefined)[]) => {
  const known = attachments.filter((one) => one !== undefined);
  if (known.length < attachments.length) return failed('upload');
  return known.length === 0 ? NOTHING : answered(known);
};

/**
 * Files by their handles in attachment storage. Whoever reads a post puts what it knows of a handle in the place of the
 * handle that the page carried, so nothing else enters.
 */
export const fileKind: Kind<'file', readonly Attachment[]> = {
  read: (_, entered, path) => gather((entered.get(path) ?? []).filter(Boolean).map(parseAttachment)),
  readJson: (_, json) => {
    if (!Array.isArray(json)) return failed('type', { values: { type: 'list' } });
    return gather(json.map((one) => AttachmentShape.safeParse(one).data));
  },
  check: (field, answer): readonly Fault[] =>
    answer.length > field.max ? [{ code: 'manyfiles', values: { max: String(field.max) } }] : [],
  enter: (_, answer, path) => answer.map((one) => [path, printAttachment(one)]),
  print: (_, answer) => answer.map(({ name }) => name).join('\n'),
  toFeel: (_, answer) => toFeel(answer),
};

const isAttachment = (value: unknown): value is Attachment =>
  typeof value === 'object' && value !== null && 'handle' in value && 'sha256' in value;

/** All files among answers, those in entries of lists included. */
export const attachmentsOf = (answers: Answers): readonly Attachment[] => {
  const gatherFrom = (answer: Answer): readonly Attachment[] => {
    if (!Array.isArray(answer)) return [];
    return answer.flatMap((one) => {
      if (isAttachment(one)) return [one];
      return typeof one === 'object' ? attachmentsOf(one) : [];
    });
  };
  return Object.values(answers).flatMap(gatherFrom);
};

/** Answers without those files that are no longer there. */
export const withoutAttachments = (answers: Answers, gone: ReadonlySet<string>): Answers => {
  const strip = (answer: Answer): Answer | undefined => {
    if (!Array.isArray(answer)) return answer;
    const kept = answer
      .filter((one) => !isAttachment(one) || !gone.has(one.handle))
      .map((one) => (typeof one === 'object' && !isAttachment(one) ? withoutAttachments(one, gone) : one));
    return kept.length === 0 && answer.length > 0 ? undefined : (kept as Answer);
  };
  const entries = Object.entries(answers).flatMap(([id, answer]) => {
    const kept = strip(answer);
    return kept === undefined ? [] : [[id, kept] as const];
  });
  return Object.fromEntries(entries);
};

/** A note asks nothing. */
export const noteKind: Kind<'note', never> = {
  read: () => NOTHING,
  readJson: () => failed('unknown'),
  check: () => [],
  enter: () => [],
  print: () => '',
  toFeel: () => null,
};
