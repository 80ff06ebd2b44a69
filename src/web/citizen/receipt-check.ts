import { textsFor } from '#form';
import type { Installed, ReceiptClaims } from '#intake';
import { html } from '#lib/html.ts';
import {
  alert,
  button,
  buttonRow,
  descriptionList,
  errorSummary,
  fileInput,
  heading,
  link,
  linkButton,
  textArea,
} from '#web/design/index.ts';
import { dayAndTime } from './receipt-page.ts';
import { receiptWords } from './receipt-words.ts';
import { frame, inLanguage, type Visit } from './visit.ts';
import { fill } from './words.ts';

export const CHECK = '/receipt/check';
const KEYS = '/.well-known/receipt-keys.json';

/** What is wrong with what was handed in to be checked. */
export type CheckFault = 'missing' | 'wrong' | 'foreign';

/** The form that takes a receipt to be checked. `number`: of the receipt whose QR code led here. */
export const checkForm = (visit: Visit, number: string, typed = '', fault?: CheckFault): string => {
  const { language } = visit;
  const words = receiptWords(language);
  const faults = fault ? [{ path: 'receipt', message: words[fault] }] : [];
  const query = number ? `?number=${encodeURIComponent(number)}` : '';
  return frame(visit, {
    title: words.check,
    failed: fault !== undefined,
    here: `${CHECK}${query}`,
    body: html`${errorSummary(faults, language)}${heading(1, words.check)}<p class="kern-body">${words.checkLead}</p>
${number && html`<p class="kern-body">${words.number}: <strong>${number}</strong></p>`}
<form method="post" action="${inLanguage(`${CHECK}${query}`, language)}" enctype="multipart/form-data" novalidate class="kd-stack">
${textArea({ name: 'receipt', label: words.receipt, hint: words.receiptHint, value: typed, rows: 6, language, ...(fault ? { error: words[fault] } : {}) })}
${fileInput({ name: 'file', label: words.file, accept: '.txt,.jws,text/plain', language })}
${buttonRow(button({ text: words.submit, name: 'action', value: 'check' }))}</form>
<p class="kern-body">${words.checkOffline} ${link(KEYS, words.keys)}</p>`,
  });
};

/** What a genuine receipt proves. */
export const provenPage = (visit: Visit, claims: ReceiptClaims, installed: Installed | undefined): string => {
  const { language } = visit;
  const words = receiptWords(language);
  const received = fill(words.at, dayAndTime(Temporal.Instant.from(claims.received), language));
  return frame(visit, {
    title: words.validTitle,
    body: html`${alert({ tone: 'success', level: 1, title: words.validTitle, body: html`<p class="kern-body">${words.valid}</p>` })}
${descriptionList([
  { label: words.number, value: claims.number },
  { label: words.received, value: html`${received}<br><small>${claims.received}</small>` },
  { label: words.authority, value: installed?.authority.name ?? claims.authority },
  { label: words.service, value: installed ? textsFor(installed.compiled, language).title : claims.service },
  { label: words.package, value: html`<span class="kd-proof">${claims.package}</span>` },
  { label: words.hash, value: html`<span class="kd-proof">${claims.hash}</span>` },
])}
<div class="kd-buttons">${linkButton({ text: words.another, look: 'secondary', href: inLanguage(CHECK, language) })}</div>`,
  });
};
