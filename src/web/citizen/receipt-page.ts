import { type Outstanding, textsFor } from '#form';
import type { Submitted } from '#intake';
import { html } from '#lib/html.ts';
import { BERLIN } from '#lib/time.ts';
import { alert, button, heading, linkButton } from '#web/design/index.ts';
import { laterWords } from './later-words.ts';
import { outstandingBlock } from './outstanding.ts';
import { receiptWords } from './receipt-words.ts';
import { frame, inLanguage, prose, type ServiceVisit } from './visit.ts';
import { fill } from './words.ts';

type Received = Extract<Submitted, { kind: 'received' }> & { readonly outstanding: readonly Outstanding[] };

type Formats = { readonly day: Intl.DateTimeFormat; readonly time: Intl.DateTimeFormat };
const formats = new Map<string, Formats>();

const makeFormats = (language: string): Formats => {
  const locale = language === 'en' ? 'en-GB' : language.startsWith('de') ? 'de-DE' : language;
  return {
    day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: BERLIN }),
    time: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone: BERLIN }),
  };
};

/** Day and time of an instant as people in Germany read it. */
export const dayAndTime = (instant: Temporal.Instant, language: string): { day: string; time: string } => {
  const known = formats.get(language) ?? makeFormats(language);
  formats.set(language, known);
  const at = instant.epochMilliseconds;
  return { day: known.day.format(at), time: known.time.format(at) };
};

/** Whether the mail that confirms will come later than people are used to. */
const isMailPutOff = ({ level, installed: { compiled } }: ServiceVisit): boolean =>
  level > 2 && compiled.contact.email !== undefined && compiled.service.messages.received !== undefined;

/** What one takes along: number, secret, time, and what happens next. */
export const receiptPage = (visit: ServiceVisit, received: Received): string => {
  const { words, language, installed } = visit;
  const texts = textsFor(installed.compiled, language);
  const own = receiptWords(language);
  const code = (label: string, value: string, mark: string) =>
    html`<div><dt class="kern-label">${label}</dt><dd class="kd-code" data-${mark}>${value}</dd></div>`;
  return frame(visit, {
    title: words.receiptTitle,
    body: html`${alert({
      tone: 'success',
      level: 1,
      title: words.receiptTitle,
      body: html`<p class="kern-body"><strong>${texts.title}</strong><br>${fill(words.receivedAt, dayAndTime(received.receivedAt, language))}</p>`,
    })}
<dl class="kd-receipt">${code(words.number, received.number, 'receipt')}${code(words.secret, received.secret, 'secret')}</dl>
<p class="kern-body">${words.secretHint}</p>
${outstandingBlock(installed.compiled, language, received.outstanding, html`<p class="kern-body">${laterWords(language).outstandingHow}</p>`)}${
  isMailPutOff(visit) && html`<p class="kern-body" data-mail-later>${laterWords(language).mail}</p>`
}
<form method="post" action="${inLanguage('/receipt/file', language)}"><input type="hidden" name="receipt" value="${received.receipt}"><div class="kd-buttons">${button({ text: own.save, look: 'secondary' })}</div></form>
${heading(2, words.next)}${prose(texts.start.next)}
<div class="kd-buttons">${linkButton({ text: words.toStatus, look: 'secondary', href: inLanguage(`/status?authority=${installed.authority.id}`, language) })}</div>
<details class="kd-details"><summary class="kern-link">${words.proof}</summary><p class="kern-body">${words.proofText}</p><p class="kd-proof" data-proof>${received.receipt}</p>
<p class="kern-body"><a class="kern-link" href="${inLanguage(`/receipt/check?number=${received.number}`, language)}">${own.check}</a></p></details>
<p><img src="/receipt/qr/${received.number}.svg" width="180" height="180" alt="${own.qr}"></p><p class="kern-body kern-body--small">${own.qrHint}</p>`,
  });
};
