import { adviceFor, progressOf, summary, taskList } from '#form';
import { html } from '#lib/html.ts';
import type { Keyring } from '#lib/seal.ts';
import {
  alert,
  badge,
  button,
  buttonRow,
  heading,
  progress,
  summaryCard,
  taskList as tasks,
} from '#web/design/index.ts';
import type { Step } from './journey.ts';
import { fileButton, keepOffer, keepsLater } from './keep-page.ts';
import { laterWords } from './later-words.ts';
import { FORM, journeyForm, noticeBlock } from './question-page.ts';
import { saveButton } from './save-button.ts';
import { frame, prose, type ServiceVisit, situationOf, stepBase } from './visit.ts';
import { fill } from './words.ts';

export type OverviewStep = Exclude<Step, { kind: 'page' | 'save' }>;

const TONES = { done: 'success', begun: 'warning', open: 'info', later: 'info' } as const;

/** All pages with their state. */
export const tasksPage = (visit: ServiceVisit, keys: Keyring, { envelope, walk, notices }: OverviewStep): string => {
  const { words, language, installed } = visit;
  const items = taskList(installed.compiled, walk, situationOf(visit), language).map(({ page, title, state }) => ({
    title: html`<button class="kd-link" type="submit" name="action" value="goto:${page}" formnovalidate>${title}</button>`,
    status: badge(TONES[state], state === 'later' ? laterWords(language).later : words[state]),
  }));
  const form = html`${tasks(items)}${buttonRow(button({ text: words.continue, name: 'action', value: 'continue' }), saveButton(visit))}`;
  return frame(visit, {
    title: words.tasksTitle,
    here: `${stepBase(visit)}/tasks`,
    form: FORM,
    body: html`${notices.map((notice) => noticeBlock(notice, words))}${heading(1, words.tasksTitle, 'large')}<p class="kern-body">${words.tasksLead}</p>${journeyForm(visit, keys, envelope, 'tasks', form)}`,
  });
};

/** Why the answers were not sent, above them. */
export type Setback = { readonly title: string; readonly text: string };

/** All answers once more, each page with a way back to it, and the button that sends them. */
export const checkPage = (
  visit: ServiceVisit,
  keys: Keyring,
  { envelope, walk, notices }: OverviewStep,
  setback?: Setback,
): string => {
  const { language, installed } = visit;
  const own = laterWords(language);
  const words = visit.rest ? { ...visit.words, ...own, submit: own.handIn } : visit.words;
  const situation = situationOf(visit);
  const advice = walk.pages.flatMap((page) => adviceFor(installed.compiled, page, walk, situation, language));
  const told = new Set(advice.map(({ id }) => id));
  const rest = notices.filter((notice) => typeof notice === 'string' || !told.has(notice.id));
  const cards = summary(installed.compiled, envelope.answers, situation, language)
    .filter(({ rows }) => rows.length > 0)
    .map(({ page, title, rows, isLater }) =>
      summaryCard({
        title,
        action: button({
          text: words.change,
          about: title,
          name: 'action',
          value: `goto:${page}`,
          look: 'tertiary',
          icon: 'edit',
        }),
        rows: rows.map(({ label, value, isLater: follows }) => ({
          label,
          value:
            value === ''
              ? html`<span class="kern-body--muted">${follows || isLater ? own.later : words.empty}</span>`
              : value,
        })),
      }),
    );
  const { of } = progressOf(walk, undefined);
  const form = html`<div>${cards}</div><p class="kern-body">${words.notStored}</p>${buttonRow(
    button({ text: words.submit, name: 'action', value: 'continue' }),
    button({ text: words.back, name: 'action', value: 'back', look: 'secondary' }),
    saveButton(visit),
    keepsLater(visit) && fileButton(visit),
  )}`;
  return frame(visit, {
    title: words.checkTitle,
    here: `${stepBase(visit)}/check`,
    form: FORM,
    body: html`${progress(fill(words.step, { step: of, of }), of - 1, of)}${
      setback && alert({ tone: 'danger', title: setback.title, body: prose(setback.text) })
    }${[...rest, ...advice].map((notice) => noticeBlock(notice, words))}${heading(1, words.checkTitle, 'large')}<p class="kern-body">${words.checkLead}</p>${keepOffer(visit)}${journeyForm(visit, keys, envelope, 'check', form)}`,
  });
};
