import { type Html, html } from '#lib/html.ts';
import { BERLIN } from '#lib/time.ts';
import { addAsset, descriptionList, heading, layout, link, paragraphs, table } from '#web/design/index.ts';
import type { CaughtMail } from './mailbox.ts';

const STYLE = addAsset(
  'mail',
  'css',
  '.mail-text{white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;border:1px solid;max-width:50rem}' +
    '.mail-html{width:100%;height:26rem;border:1px solid;background:#fff}',
);

const printTime = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(BERLIN).toLocaleString('de-DE', { dateStyle: 'medium', timeStyle: 'medium' });

const frame = (title: string, body: Html): Html =>
  layout({
    language: 'de',
    title,
    wide: true,
    authority: { href: '/', text: 'Mails dieser Vorführung' },
    banner:
      'Nur für Entwicklung und Vorführung: Diese Mails hat der eingebaute Mailserver abgefangen. Keine ging hinaus.',
    footer: [],
    styles: [STYLE],
    body,
  });

/** All mails, newest first. */
export const listPage = (mails: readonly CaughtMail[]): Html => {
  const rows = mails.map((mail) => [
    printTime(mail.at),
    mail.to.join(', '),
    link(`/mails/${mail.id}`, mail.subject || '(ohne Betreff)'),
  ]);
  const columns = [{ heading: 'Eingang' }, { heading: 'An' }, { heading: 'Betreff' }];
  const content = rows.length
    ? table({ caption: 'Abgefangene Mails, neueste zuerst', columns, rows, captionHidden: true })
    : paragraphs('Noch keine Mails. Stellen Sie einen Antrag mit E-Mail-Adresse, dann laden Sie diese Seite neu.');
  return frame('Postfach', html`${heading(1, 'Postfach')}${content}`);
};

const section = (title: string, body: Html): Html =>
  html`<section class="kd-block">${heading(2, title)}${body}</section>`;

const attachmentList = (mail: CaughtMail): Html =>
  html`<ul class="kern-list kern-list--bullet">${mail.attachments.map(
    ({ name, type, content }, i) =>
      html`<li><a class="kern-link" href="/mails/${mail.id}/attachments/${i}">${name}</a> (${type}, ${Math.ceil(content.length / 1024)} kB)</li>`,
  )}</ul>`;

/** One mail: its head, its text, its HTML in a frame that can do nothing, its attachments. */
export const mailPage = (mail: CaughtMail): Html => {
  const rows = [
    { label: 'Von', value: mail.from },
    { label: 'An', value: mail.to.join(', ') },
    { label: 'Eingang', value: printTime(mail.at) },
    { label: 'Message-ID', value: mail.messageId },
  ];
  return frame(
    mail.subject || '(ohne Betreff)',
    html`${heading(1, mail.subject || '(ohne Betreff)')}${descriptionList(rows)}
${section('Text', html`<pre class="mail-text" tabindex="0" role="region" aria-label="Text der Mail">${mail.text}</pre>`)}
${mail.html && section('Als HTML', html`<iframe class="mail-html" sandbox src="/mails/${mail.id}/html" title="Die Mail als HTML"></iframe>`)}
${mail.attachments.length > 0 && section('Anhänge', attachmentList(mail))}
<p class="kern-body">${link(`/mails/${mail.id}/raw`, 'Quelltext')} · ${link('/', 'Alle Mails')}</p>`,
  );
};
