import type { RecordedAction } from '#case';
import { type Html, html } from '#lib/html.ts';
import { formatMoney } from '#lib/money.ts';
import { heading, link } from '#web/design/index.ts';
import { outcomeText } from './case-facts.ts';
import { type CaseView, caseHref } from './case-view.ts';
import { formatDay, formatMinute, formatTime } from './format.ts';

const who = ({ by }: RecordedAction, { words }: CaseView): string => (by.kind === 'staff' ? by.name : words.system);

/** What is to be said of an action besides that it happened. */
const detail = (action: RecordedAction, view: CaseView): string => {
  const { words, language } = view;
  switch (action.kind) {
    case 'assessed':
      return outcomeText(view, action);
    case 'decided':
      return [outcomeText(view, action), action.remark].filter(Boolean).join('. ');
    case 'approved':
    case 'returned':
    case 'handled':
      return action.remark;
    case 'noted':
      return action.text;
    case 'closed':
      return action.reason;
    case 'prioritised':
      return words.priority(action.level);
    case 'ordered':
    case 'paid':
      return formatMoney(action.amount, language);
    case 'claimed':
      return words.claimedUntil(formatMinute(Temporal.Instant.from(action.until)));
    case 'messaged':
      return [
        words.occasions[action.occasion] ?? action.occasion,
        words.channels[action.channel] ?? action.channel,
        words.sending[action.state] ?? action.state,
      ].join(' · ');
    case 'supplemented':
      return Object.keys(action.answers)
        .map((id) => view.texts.fields[id]?.label ?? id)
        .join(', ');
    case 'opened':
    case 'released':
    case 'noticed':
      return '';
    default:
      return action satisfies never;
  }
};

/** One line of history. */
export const actionLine = (action: RecordedAction, view: CaseView): Html =>
  html`<li><span class="ko-history__when">${formatTime(action.at, view.language)}</span><span class="ko-history__what"><b>${view.words.did[action.kind]}</b> <span class="ko-muted">${who(action, view)}</span>${detail(action, view) && html`<span class="ko-history__detail">${detail(action, view)}</span>`}</span></li>`;

/** Everything that happened, latest first. */
export const historyPanel = (view: CaseView): Html =>
  html`<section>${heading(2, view.words.history)}<ol class="ko-history" reversed>${view.case.actions
    .toReversed()
    .map((action) => actionLine(action, view))}</ol>${accesses(view)}</section>`;

const accesses = ({ accesses: seen, names, words, language }: CaseView): Html =>
  html`<details class="ko-details"><summary>${words.accesses}</summary><ul class="ko-history">${seen.map(
    ({ staff, at, what }) =>
      html`<li><span class="ko-history__when">${formatTime(at, language)}</span><span>${names.get(staff) ?? words.unknownPerson} <span class="ko-muted">${words.accessWhat[what as 'case'] ?? what}</span></span></li>`,
  )}</ul></details>`;

/** The notice, once there is one. */
export const documentsPanel = (view: CaseView): Html => {
  const { words, language } = view;
  const { notice } = view.case;
  const day = (text: string) => formatDay(Temporal.PlainDate.from(text), language);
  const body = notice
    ? html`<p class="kern-body">${link(caseHref(view, '/notice'), words.notice)}<br>${link(caseHref(view, '/notice.pdf'), words.noticePdf)}</p>
<p class="kern-body ko-muted">${words.noticeFacts(day(notice.sent), day(notice.announced), day(notice.objectUntil))}</p>`
    : html`<p class="kern-body ko-muted">${words.noDocuments}</p>`;
  return html`<section>${heading(2, words.documents)}${body}</section>`;
};
