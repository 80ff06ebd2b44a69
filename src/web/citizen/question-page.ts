import { askedPaths, previousPage, progressOf, textsFor } from '#form';
import { type Html, html, raw } from '#lib/html.ts';
import type { Keyring } from '#lib/seal.ts';
import { alert, button, buttonRow, errorSummary, heading, progress } from '#web/design/index.ts';
import { type Envelope, sealEnvelope } from './envelope.ts';
import { drawFields } from './field-group.ts';
import { asksFiles } from './file-control.ts';
import type { Notice, PageStep } from './journey.ts';
import { saveButton } from './save-button.ts';
import { frame, inLanguage, prose, type ServiceVisit, stepBase } from './visit.ts';
import { fill, type Words } from './words.ts';

/** The id of the one form of a page. */
export const FORM = 'formular';

/** The one form of a page, with the envelope and, first of all buttons, the one that Enter presses. */
export const journeyForm = (
  visit: ServiceVisit,
  keys: Keyring,
  envelope: Envelope,
  step: string,
  body: Html,
  files = false,
): Html => {
  const { authority, installation } = visit.installed;
  const sealed = sealEnvelope(keys, { authority: authority.id, service: installation.service }, envelope);
  const action = inLanguage(`${stepBase(visit)}/${step}`, visit.language);
  return html`<form method="post" action="${action}" id="${FORM}" novalidate class="kd-stack"${files && raw(' enctype="multipart/form-data"')}><button class="kd-hidden" type="submit" name="action" value="continue" tabindex="-1" aria-hidden="true"></button><input type="hidden" name="_seal" value="${sealed}">${body}</form>`;
};

const TITLES = {
  short: ['shortTitle', 'shortText'],
  new: ['newTitle', 'newText'],
  missing: ['missingTitle', 'missingText'],
  skipped: ['skippedTitle', 'skippedText'],
  renewed: ['renewedTitle', 'renewedText'],
  resumed: ['resumedTitle', 'resumedText'],
  gone: ['goneTitle', 'goneText'],
} as const satisfies Record<string, readonly [keyof Words, keyof Words]>;

/** What a page says above its content: what happened, and what answers mean for the outcome. */
export const noticeBlock = (notice: Notice, words: Words): Html => {
  if (typeof notice !== 'string') return alert({ tone: 'warning', title: notice.title, body: prose(notice.text) });
  const [title, text] = TITLES[notice];
  return alert({ tone: 'info', title: words[title], body: html`<p class="kern-body">${words[text]}</p>` });
};

/** A page with its questions. */
export const questionPage = (visit: ServiceVisit, keys: Keyring, step: PageStep): string => {
  const { reached, walk, entered, problems } = step;
  const { words, language, installed } = visit;
  const { id } = reached.compiled;
  const texts = textsFor(installed.compiled, language);
  const { title = id, intro } = texts.pages[id] ?? {};
  const around = { context: walk.context, now: visit.now };
  const errors = new Map(problems.toReversed().map(({ path, message }) => [path, message]));
  const { step: number, of } = progressOf(walk, id);
  const envelope = { ...step.envelope, shown: [...askedPaths(reached.fields, entered, around)] };
  const buttons = buttonRow(
    button({ text: words.continue, name: 'action', value: 'continue' }),
    previousPage(walk, id) &&
      button({ text: words.back, name: 'action', value: 'back', look: 'secondary', unchecked: true }),
    button({ text: words.tasks, name: 'action', value: 'tasks', look: 'tertiary', unchecked: true }),
    saveButton(visit),
  );
  const view = {
    texts,
    language,
    words,
    entered,
    errors,
    around,
    // Who hands in later knows that it can be done.
    waiting: visit.rest ? new Set<string>() : reached.waiting,
    isCrowded: visit.level > 0,
  };
  const form = html`${drawFields(view, reached.fields)}${buttons}`;
  return frame(visit, {
    title,
    failed: problems.length > 0,
    here: `${stepBase(visit)}/${id}`,
    form: FORM,
    body: html`${progress(fill(words.step, { step: number, of }), number - 1, of)}${errorSummary(problems, language)}${step.notices.map((notice) => noticeBlock(notice, words))}
${heading(1, title, 'large')}${prose(intro)}${journeyForm(visit, keys, envelope, id, form, asksFiles(reached.compiled.fields))}`,
  });
};
