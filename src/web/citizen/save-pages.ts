import { textsFor } from '#form';
import { MOST_CODES, SAVED_DAYS } from '#intake';
import { type Html, html } from '#lib/html.ts';
import type { Keyring } from '#lib/seal.ts';
import { alert, button, buttonRow, errorSummary, fileInput, heading, textInput } from '#web/design/index.ts';
import type { Envelope } from './envelope.ts';
import { keepWords } from './keep-words.ts';
import { journeyForm } from './question-page.ts';
import { dayAndTime } from './receipt-page.ts';
import { saveWords } from './save-words.ts';
import { frame, inLanguage, type ServiceVisit, serviceBase } from './visit.ts';
import { fill } from './words.ts';

/** The journey with one button that goes on where it was left. */
const goOnForm = (visit: ServiceVisit, keys: Keyring, envelope: Envelope, from: string): Html => {
  const isPage = visit.installed.compiled.pages.some(({ id }) => id === from);
  const value = isPage ? `goto:${from}` : from === 'tasks' ? 'tasks' : 'continue';
  const go = button({ text: saveWords(visit.language).goOn, name: 'action', value });
  return journeyForm(visit, keys, envelope, 'tasks', buttonRow(go));
};

export type SavedView = { readonly envelope: Envelope; readonly from: string };

/** The code to keep, as a page to print. */
export const savedPage = (
  visit: ServiceVisit,
  keys: Keyring,
  { envelope, from }: SavedView,
  { code, until }: { readonly code: string; readonly until: Temporal.Instant },
): string => {
  const words = saveWords(visit.language);
  const { title } = textsFor(visit.installed.compiled, visit.language);
  return frame(visit, {
    title: words.savedTitle,
    body: html`${alert({ tone: 'success', level: 1, title: words.savedTitle, body: html`<p class="kern-body"><strong>${title}</strong><br>${words.savedLead}</p>` })}
<dl class="kd-receipt"><div><dt class="kern-label">${words.code}</dt><dd class="kd-code" data-code>${code}</dd></div></dl>
<p class="kern-body">${words.savedHint}</p><p class="kern-body">${fill(words.savedUntil, { day: dayAndTime(until, visit.language).day })}</p>
<p class="kern-body"><strong>${words.notSent}</strong></p>
${heading(2, words.savedHow)}<p class="kern-body">${fill(words.savedWay, { title })}</p>${goOnForm(visit, keys, envelope, from)}`,
  });
};

/** Why nothing was kept: very many save now, or from this network; or there are as many codes as there may be. */
export type NotSaved = 'busy' | 'net' | 'many';

/** Nothing was kept; the answers are still in the page. */
export const notSavedPage = (
  visit: ServiceVisit,
  keys: Keyring,
  { envelope, from }: SavedView,
  why: NotSaved,
): string => {
  const words = saveWords(visit.language);
  const text = { busy: words.failedText, net: words.failedNet, many: fill(words.failedMany, { most: MOST_CODES }) }[
    why
  ];
  return frame(visit, {
    title: words.failedTitle,
    body: html`${alert({ tone: 'danger', level: 1, title: words.failedTitle, body: html`<p class="kern-body">${text}</p>` })}${goOnForm(visit, keys, envelope, from)}`,
  });
};

export type ResumeFault = 'shape' | 'none' | 'busy';

/** Asks for the code. It is posted, so that it stands in no address and no log. */
export const resumePage = (visit: ServiceVisit, typed = '', fault?: ResumeFault | 'file'): string => {
  const { language } = visit;
  const words = saveWords(language);
  const kept = keepWords(language);
  const error = fault && fault !== 'file' ? fill(words[fault], { days: SAVED_DAYS }) : undefined;
  const wrong = fault === 'file' ? kept.pickWrong : undefined;
  const faults = [
    ...(error ? [{ path: 'code', message: error }] : []),
    ...(wrong ? [{ path: 'kept', message: wrong }] : []),
  ];
  const base = serviceBase(visit);
  const input = textInput({
    name: 'code',
    label: words.code,
    hint: words.resumeHint,
    value: typed,
    width: 'medium',
    spellcheck: false,
    autocomplete: 'off',
    language,
    ...(error ? { error } : {}),
  });
  return frame(visit, {
    title: words.resumeTitle,
    failed: fault !== undefined,
    here: `${base}/resume`,
    body: html`${errorSummary(faults, language)}${heading(1, words.resumeTitle)}<p class="kern-body">${words.resumeLead}</p>
<form method="post" action="${inLanguage(`${base}/resume`, language)}" novalidate class="kd-stack">${input}${buttonRow(
      button({ text: words.open, name: 'action', value: 'continue' }),
    )}</form>
${heading(2, kept.pickTitle)}<p class="kern-body">${kept.pickLead}</p>
<form method="post" action="${inLanguage(`${base}/resume`, language)}" enctype="multipart/form-data" novalidate class="kd-stack">${fileInput(
      {
        name: 'kept',
        label: kept.pick,
        accept: 'text/html',
        language,
        ...(wrong ? { error: wrong } : {}),
      },
    )}${buttonRow(button({ text: words.open, name: 'action', value: 'continue', look: 'secondary' }))}</form>`,
  });
};
