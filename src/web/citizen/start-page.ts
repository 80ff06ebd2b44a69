import { textsFor } from '#form';
import { type Html, html } from '#lib/html.ts';
import { alert, bulletList, button, buttonRow, heading, icon, link, paragraphs } from '#web/design/index.ts';
import { barrierToBegin, drawDetails, openFacts, orderFact } from './availability.ts';
import { saveWords } from './save-words.ts';
import { frame, inLanguage, prose, type ServiceVisit, serviceBase } from './visit.ts';
import { fill } from './words.ts';

const facts = (visit: ServiceVisit): Html => {
  const { words, installed } = visit;
  const { compiled } = installed;
  const { minutes, funds } = compiled.service;
  const order = orderFact(visit);
  const items = [
    html`<li>${icon('calendar-today')}${fill(words.minutes, { minutes })}</li>`,
    html`<li>${icon('success')}${words.noAccount}</li>`,
    funds !== 'none' && html`<li>${icon(funds === 'limited' ? 'warning' : 'success')}${words[funds]}</li>`,
    order && html`<li>${icon('info')}${order}</li>`,
    ...openFacts(visit).map((text) => html`<li>${icon('calendar-today')}${text}</li>`),
  ];
  return html`<ul class="kd-facts">${items}</ul>${drawDetails(visit)}`;
};

const closedAlert = (visit: ServiceVisit): Html | false => {
  const barrier = barrierToBegin(visit);
  if (!barrier) return false;
  return alert({ tone: 'warning', title: barrier.title, body: html`<p class="kern-body">${barrier.text}</p>` });
};

/** What the service is, for whom, what one needs, how long it takes, whether money can run out; and the way in. */
export const startPage = (visit: ServiceVisit): string => {
  const { words, language, installed } = visit;
  const texts = textsFor(installed.compiled, language);
  const base = serviceBase(visit);
  const closed = closedAlert(visit);
  const begin = html`<form method="post" action="${inLanguage(base, language)}">${buttonRow(
    button({ text: words.begin, name: 'action', value: 'continue', icon: 'arrow-forward' }),
  )}</form>`;
  const resume = html`<p class="kern-body">${link(inLanguage(`${base}/resume`, language), saveWords(language).resumeTitle)}</p>`;
  return frame(visit, {
    title: texts.title,
    here: base,
    body: html`${heading(1, texts.title)}<p class="kern-body kd-lead">${texts.summary}</p>${facts(visit)}${closed || html`${begin}${resume}`}
${heading(2, words.who)}${bulletList(texts.start.who)}
${heading(2, words.need)}${bulletList(texts.start.need)}
${texts.start.funds && html`${heading(2, words.aboutMoney)}${paragraphs(texts.start.funds)}`}
${heading(2, words.next)}${prose(texts.start.next)}<p class="kern-body">${words.notStored}</p>${!closed && begin}`,
  });
};
