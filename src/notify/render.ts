import { type Html, html } from '#lib/html.ts';
import { type Block, escapeMarkdown, plainText, readMarkdown } from '#lib/markdown.ts';
import { blocksToHtml } from '#lib/markdown-html.ts';
import { blocksToText } from '#lib/markdown-text.ts';
import type { Context, Template } from '#rules';
import { type Words, wordsFor } from './words.ts';

/** A message as the package words it. */
export type Message = { readonly subject: string; readonly body: readonly Block[] };

/** A mail, ready to be sent but for its address. */
export type MailContent = { readonly subject: string; readonly text: string; readonly html: string };

export type Wording = { readonly template: Template; readonly language: string };

const MOST_SUBJECT = 150;

/** Renders a package's message: its first heading is the subject. Values stay the text they are. */
export const renderMessage = (
  { template, language }: Wording,
  context: Context,
  now: Temporal.ZonedDateTime,
): Message => {
  const blocks = readMarkdown(template.render(context, { now, language, escape: escapeMarkdown }).text);
  const [first, ...rest] = blocks;
  return first?.kind === 'heading'
    ? { subject: plainText(first.children).slice(0, MOST_SUBJECT), body: rest }
    : { subject: '', body: blocks };
};

/**
 * What a message may read and still go out by e-mail. A mail travels open and lies in foreign mailboxes for years, so
 * answers and results never do; the secret even less.
 */
const MAY_BE_MAILED = new Set(['number', 'authority', 'slots', 'submission', 'parameters', 'service']);

/** True if the message says nothing that only the applicant should know. */
export const canBeMailed = ({ names }: Pick<Template, 'names'>): boolean =>
  names.every((name) => MAY_BE_MAILED.has(name));

/** What every mail about a case needs. */
export type MailFrame = {
  readonly language: string;
  /** Name of the service. */
  readonly title: string;
  readonly number: string;
  readonly authority: string;
  readonly statusUrl: string;
};

const text = (value: string): Block => ({ kind: 'paragraph', children: [{ kind: 'text', text: value }] });

const linkBlock = (words: Words, href: string): Block => ({
  kind: 'paragraph',
  children: [{ kind: 'link', href, children: [{ kind: 'text', text: words.link }] }],
});

const page = (language: string, subject: string, body: Html): string =>
  html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title><style>.figure{text-align:right} p:lang(de-x-leicht),li:lang(de-x-leicht){white-space:pre-line}</style></head>
<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em; margin: 1em">${body}</body></html>
`.text;

/**
 * Frames a mail: the package's message where it may be mailed, else that there is one; then where to read it, and that
 * nobody asks for secrets (in April 2020 fake sites and mails harvested bank details). Text and HTML say the same.
 */
export const renderMail = (frame: MailFrame, message: Message | undefined): MailContent => {
  const words = wordsFor(frame.language);
  const { title, number } = frame;
  const language = message ? frame.language : words.language;
  const subject = message?.subject || words.subject(title, number);
  const body = message?.body ?? [text(words.greeting), text(words.news(title, number)), text(frame.authority)];
  const end = [
    text(words.whereToRead(number)),
    linkBlock(words, frame.statusUrl),
    text(`${words.safety} ${words.automatic}`),
  ];
  return {
    subject,
    text: `${blocksToText(body)}\n\n-- \n${blocksToText(end)}\n`,
    html: page(
      language,
      subject,
      html`${blocksToHtml(body)}<hr><div lang="${words.language}">${blocksToHtml(end)}</div>`,
    ),
  };
};
