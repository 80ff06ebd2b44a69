import type { Context } from 'hono';
import { may } from '#authority';
import { type Html, html } from '#lib/html.ts';
import { alert, errorSummary, link } from '#web/design/index.ts';
import { attachmentsPanel } from './attachments.ts';
import { answersPanel, knowledgePanel, rulesPanel } from './case-facts.ts';
import { actionLine, documentsPanel, historyPanel } from './case-history.ts';
import { notePanel, taskPanel } from './case-task.ts';
import { type CaseView, caseHref } from './case-view.ts';
import type { OfficeEnv } from './deps.ts';
import { formatAge, formatTime } from './format.ts';
import { page } from './frame.ts';
import { outstandingPanel } from './outstanding.ts';
import { stateBadge } from './queue-page.ts';

const MATERIAL = new Set(['claimed', 'released', 'messaged', 'noted']);

/** Why the last command was not carried out, who may, and what happened meanwhile. */
const refusalAlert = (view: CaseView): Html | false => {
  const { refusal, words } = view;
  if (!refusal) return false;
  const seen = refusal.version ?? view.case.version;
  const since = view.case.actions.filter(({ seq, kind }) => seq > seen && !MATERIAL.has(kind));
  const text = refusal.reason === 'role' ? '' : words.refusedText[refusal.reason];
  return alert({
    tone: 'warning',
    title: words.refused[refusal.reason],
    body: html`<p class="kern-body">${text}</p>${since.length > 0 && html`<ul class="ko-history">${since.map((action) => actionLine(action, view))}</ul>`}`,
  });
};

const doneAlert = ({ done, words, case: found }: CaseView): Html | false =>
  done !== undefined &&
  html`<div class="ko-done">${alert({ tone: 'success', title: words.done[done] })}${
    (done === 'decided' || done === 'approved' || done === 'returned') &&
    html`<form method="post" action="/${found.authority}/next"><button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${words.takeNext}</span></button></form>`
  }</div>`;

const status = ({ refusal, faults }: CaseView): 200 | 403 | 409 | 422 => {
  if (faults.length > 0) return 422;
  if (!refusal) return 200;
  return refusal.reason === 'role' || refusal.reason === 'sameperson' ? 403 : 409;
};

/** Registrations are worked through by their list, for those who may read it. */
const isListed = ({ compiled, actor, authority }: CaseView): boolean =>
  compiled.service.kind === 'registration' && may(actor, 'list.read', authority.id);

const head = (view: CaseView): Html => {
  const { case: found, texts, words, language } = view;
  const { outcomeKind } = found.decision ?? {};
  const back = isListed(view)
    ? link(`/${found.authority}/lists/${found.service}`, words.backToList)
    : link(`/${found.authority}/cases`, words.backToCases);
  return html`<p class="ko-back">${back}</p>
<div class="ko-top ko-top--case"><div><p class="ko-overline">${texts.title}</p><h1 class="kern-heading-large">${words.case} <span class="ko-number">${found.number}</span></h1></div>
<p class="ko-facts">${stateBadge({ state: found.state, outcome: outcomeKind }, language)}<span>${words.receivedAt} ${formatTime(found.receivedAt, language)} <span class="ko-muted">(${formatAge(found.receivedAt, view.now, language)})</span></span></p></div>`;
};

/** The case on one page: what to do on top, then the facts, then what happened. */
export const casePage = (c: Context<OfficeEnv>, view: CaseView): Response =>
  page(c, {
    title: `${view.words.case} ${view.case.number}`,
    place: isListed(view) ? 'lists' : 'cases',
    status: status(view),
    body: html`${errorSummary(view.faults, view.language)}${refusalAlert(view)}${doneAlert(view)}${head(view)}
<div class="ko-case"><div class="ko-case__side">${taskPanel(view)}</div>
<div class="ko-case__main">${outstandingPanel(view)}${rulesPanel(view)}${answersPanel(view)}${attachmentsPanel(caseHref(view), view.attachments, view.language)}${knowledgePanel(view)}</div>
<div class="ko-case__log">${documentsPanel(view)}${notePanel(view)}${historyPanel(view)}</div></div>`,
  });
