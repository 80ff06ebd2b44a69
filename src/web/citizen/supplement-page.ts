import type { Outstanding } from '#form';
import { html } from '#lib/html.ts';
import { alert, button, buttonRow } from '#web/design/index.ts';
import type { Supplementing } from './envelope.ts';
import { laterWords } from './later-words.ts';
import { outstandingBlock } from './outstanding.ts';
import { dayAndTime } from './receipt-page.ts';
import { receiptWords } from './receipt-words.ts';
import { frame, inLanguage, type ServiceVisit } from './visit.ts';
import { fill } from './words.ts';

export type SupplementReceipt = {
  readonly supplement: Supplementing;
  readonly receivedAt: Temporal.Instant;
  readonly receipt: string;
  readonly outstanding: readonly Outstanding[];
};

/** What was handed in is there: when, proved by what, and what is still missing. */
export const supplementReceiptPage = (
  visit: ServiceVisit,
  { supplement, receivedAt, receipt, outstanding }: SupplementReceipt,
): string => {
  const { words, language, installed } = visit;
  const [own, later] = [receiptWords(language), laterWords(language)];
  const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`;
  return frame(visit, {
    title: later.receivedTitle,
    body: html`${alert({
      tone: 'success',
      level: 1,
      title: later.receivedTitle,
      body: html`<p class="kern-body">${fill(words.receivedAt, dayAndTime(receivedAt, language))}</p><p class="kern-body">${later.receivedText}</p>`,
    })}
<dl class="kd-receipt"><div><dt class="kern-label">${words.number}</dt><dd class="kd-code" data-receipt>${supplement.number}</dd></div></dl>
${outstandingBlock(installed.compiled, language, outstanding, html``) || html`<p class="kern-body" data-complete><strong>${later.complete}</strong></p>`}
<form method="post" action="${inLanguage('/receipt/file', language)}">${hidden('receipt', receipt)}<div class="kd-buttons">${button({ text: own.save, look: 'secondary' })}</div></form>
<form method="post" action="${inLanguage('/status', language)}">${hidden('authority', installed.authority.id)}${hidden('number', supplement.number)}${hidden('secret', supplement.secret)}${buttonRow(button({ text: words.toStatus, look: 'secondary' }))}</form>
<details class="kd-details"><summary class="kern-link">${words.proof}</summary><p class="kern-body">${words.proofText}</p><p class="kd-proof" data-proof>${receipt}</p></details>`,
  });
};
