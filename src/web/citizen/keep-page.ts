import { textsFor } from '#form';
import { type Html, html, raw } from '#lib/html.ts';
import type { Keyring } from '#lib/seal.ts';
import { alert, button, buttonRow, heading, icon } from '#web/design/index.ts';
import { openFacts } from './availability.ts';
import { type Envelope, sealEnvelope } from './envelope.ts';
import { keepWords } from './keep-words.ts';
import { journeyForm } from './question-page.ts';
import { dayAndTime } from './receipt-page.ts';
import { saveWords } from './save-words.ts';
import { frame, inLanguage, prose, type ServiceVisit, serviceBase } from './visit.ts';
import { fill } from './words.ts';

/** The button that gives the answers out as a file; stands in a form of the journey. */
export const fileButton = (visit: ServiceVisit): Html => {
  const address = inLanguage(`${serviceBase(visit)}/keep`, visit.language);
  return html`<button class="kern-btn kern-btn--secondary" type="submit" formaction="${address}" formnovalidate name="action" value="keep">${icon('download')}<span class="kern-label">${keepWords(visit.language).file}</span></button>`;
};

/** Whether sending later is offered beside sending now. */
export const keepsLater = ({ level, rest }: ServiceVisit): boolean => level > 3 && !rest;

/** Says, where the answers are checked, that they can be sent later just as well. */
export const keepOffer = (visit: ServiceVisit): Html | false => {
  if (!keepsLater(visit)) return false;
  const words = keepWords(visit.language);
  return alert({ tone: 'info', title: words.offerTitle, body: html`<p class="kern-body">${words.offer}</p>` });
};

const waitText = (visit: ServiceVisit, seconds: number): string => {
  const words = keepWords(visit.language);
  const minutes = Math.ceil(seconds / 60);
  return minutes > 1 ? fill(words.wait, { minutes }) : words.waitMinute;
};

/** Nothing could be taken: the answers to send again, to keep as a file, or to keep under a code. */
export const keepPage = (visit: ServiceVisit, keys: Keyring, envelope: Envelope, seconds: number): string => {
  const words = keepWords(visit.language);
  const deadline = openFacts(visit).map((fact) => html`<p class="kern-body">${fact}</p>`);
  const form = html`${buttonRow(button({ text: words.again, name: 'action', value: 'continue' }))}
${heading(2, words.how)}${prose(words.fileText)}${buttonRow(fileButton(visit))}
<p class="kern-body">${words.codeText}</p>${buttonRow(
    button({ text: saveWords(visit.language).save, name: 'action', value: 'save', look: 'secondary' }),
    button({ text: keepWords(visit.language).fileOpen, name: 'action', value: 'tasks', look: 'tertiary' }),
  )}`;
  return frame(visit, {
    title: words.title,
    body: html`${alert({
      tone: 'warning',
      level: 1,
      title: words.title,
      body: html`<p class="kern-body">${words.lead}</p><p class="kern-body">${waitText(visit, seconds)}</p>`,
    })}${deadline}<div data-kept>${journeyForm(visit, keys, envelope, 'check', form)}</div>`,
  });
};

/** How long, in hours, a file opens at least: as long as the key that sealed it is kept. */
const FILE_HOURS = 24;

const STYLE =
  'body{font:1.125rem/1.5 sans-serif;max-width:38rem;margin:2rem auto;padding:0 1rem;color:#171a2b;background:#fff}' +
  'button{font:inherit;padding:.6rem 1.2rem;margin:.3rem .6rem .3rem 0;border:2px solid #171a2b;border-radius:4px;background:#fff;color:#171a2b}' +
  'button[value=continue]{background:#171a2b;color:#fff}button:focus{outline:3px solid #edb44a;outline-offset:2px}' +
  'p{white-space:pre-line;overflow-wrap:anywhere}';

/**
 * The answers as a file that sends itself: a page with one form and nothing to fetch, which works from the disk. What is in it
 * opens nowhere but here.
 * @param issuer public address of this installation
 */
export const keptFile = (visit: ServiceVisit, keys: Keyring, envelope: Envelope, issuer: string): string => {
  const { language, installed, now } = visit;
  const words = keepWords(language);
  const { title } = textsFor(installed.compiled, language);
  const place = { authority: installed.authority.id, service: installed.installation.service };
  const base = `${issuer}${serviceBase(visit)}`;
  const until = dayAndTime(now.toInstant().add({ hours: FILE_HOURS }), language);
  const hint = fill(words.fileHint, { address: inLanguage(`${base}/resume`, language) });
  const head = fill(words.fileTitle, { title });
  const facts = openFacts(visit).map((fact) => html`<p>${fact}</p>`);
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${head}</title><style>${raw(STYLE)}</style></head>
<body><main><h1>${head}</h1><p>${fill(words.fileLead, { authority: installed.authority.name })}</p><p><strong>${fill(words.fileUntil, until)}</strong></p>${facts}
<form method="post" action="${inLanguage(`${base}/check`, language)}"><input type="hidden" name="_seal" value="${sealEnvelope(keys, place, envelope)}">
<button type="submit" name="action" value="continue">${words.fileSend}</button><button type="submit" name="action" value="tasks">${words.fileOpen}</button></form>
<p>${hint}</p></main></body></html>
`.text;
};
