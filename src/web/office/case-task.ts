import { type Command, may } from '#authority';
import { findForeignLease } from '#case';
import { type Html, html } from '#lib/html.ts';
import { alert, bulletList, button, buttonRow, heading, textArea } from '#web/design/index.ts';
import { decideForms } from './case-decide.ts';
import { outcomeText, reasonTexts } from './case-facts.ts';
import { type CaseView, caseHref } from './case-view.ts';
import { formatMinute } from './format.ts';

/** A form of the case page: it carries the version that it shows. */
export const caseForm = (view: CaseView, action: string, body: Html): Html =>
  html`<form method="post" action="${caseHref(view, `/${action}`)}" class="ko-form"><input type="hidden" name="version" value="${view.case.version}">${body}</form>`;

const allows = ({ actor, case: found }: CaseView, command: Command): boolean => may(actor, command, found.authority);

const faultOf = ({ faults }: CaseView, path: string): string | undefined =>
  faults.find((fault) => fault.path === path)?.message;

const typed = ({ draft }: CaseView, form: string): string => (draft?.form === form ? draft.remark : '');

const releaseForm = (view: CaseView): Html =>
  caseForm(view, 'release', button({ text: view.words.release, look: 'tertiary', unchecked: true }));

const lease = (view: CaseView): Html | false => {
  const { case: found, words } = view;
  const mine = found.lease?.by.id === view.actor.id && !findForeignLease(found, view.actor, view.now);
  if (!found.lease || !mine || Temporal.Instant.compare(found.lease.until, view.now) <= 0) return false;
  return html`<div class="ko-lease"><span>${words.claimedByYou(formatMinute(found.lease.until))}</span>${releaseForm(view)}</div>`;
};

const isMine = (view: CaseView): boolean => Boolean(lease(view));

const toDecide = (view: CaseView): Html => {
  const { words } = view;
  if (!allows(view, 'case.decide'))
    return html`<p class="kern-body">${words.waitsForOthers(words.roles.caseworker)}</p>`;
  if (!isMine(view) && view.draft?.form !== 'decide')
    return html`<p class="kern-body">${words.claimText}</p>${caseForm(view, 'claim', button({ text: words.claim, icon: 'arrow-forward' }))}`;
  return html`${lease(view)}${decideForms(view)}`;
};

const decisionMade = (view: CaseView): Html | false => {
  const { words } = view;
  const { decision } = view.case;
  return (
    decision !== undefined &&
    html`<p class="kern-body"><b>${outcomeText(view, decision)}</b><br><span class="ko-muted">${decision.by.kind === 'staff' ? words.decidedBy(decision.by.name) : words.automatic}</span></p>
${decision.deviates && html`${bulletList(reasonTexts(view, decision.reasons))}${alert({ tone: 'warning', title: words.deviates, body: decision.remark, level: 3 })}`}`
  );
};

const toApprove = (view: CaseView): Html => {
  const { words } = view;
  const { decision } = view.case;
  const own = decision?.by.kind === 'staff' && decision.by.id === view.actor.id;
  if (own) return html`${decisionMade(view)}${alert({ tone: 'info', title: words.ownDecision, level: 3 })}`;
  if (!allows(view, 'case.approve'))
    return html`${decisionMade(view)}<p class="kern-body">${words.waitsForOthers(words.roles.approver)}</p>`;
  const remark = textArea({
    name: 'remark',
    label: words.returnHint,
    rows: 3,
    value: typed(view, 'return'),
    error: faultOf(view, 'remark'),
    language: view.language,
  });
  return html`${lease(view)}${decisionMade(view)}${caseForm(view, 'approve', button({ text: words.approve, icon: 'check' }))}
<details class="ko-details"${view.draft?.form === 'return' && html` open`}><summary>${words.returnIt}</summary>${caseForm(view, 'return', html`${remark}${buttonRow(button({ text: words.returnIt, look: 'secondary' }))}`)}</details>`;
};

const toHandle = (view: CaseView): Html => {
  const { words } = view;
  if (!allows(view, 'case.decide'))
    return html`<p class="kern-body">${words.waitsForOthers(words.roles.caseworker)}</p>`;
  const remark = textArea({
    name: 'remark',
    label: words.handledRemark,
    rows: 3,
    value: typed(view, 'handled'),
    optional: true,
    language: view.language,
  });
  return caseForm(view, 'handled', html`${remark}${buttonRow(button({ text: words.markHandled, icon: 'check' }))}`);
};

const afterwards = (view: CaseView, key: keyof CaseView['words']['afterwards']): Html =>
  html`${decisionMade(view)}<p class="kern-body">${view.words.afterwards[key]}</p>`;

const decided = (view: CaseView): Html => {
  if (!view.case.notice) return afterwards(view, 'preparing');
  const pays = view.case.decision?.outcomeKind === 'granted' && view.compiled.pay !== undefined;
  return afterwards(view, pays ? 'decidedPay' : 'decided');
};

const step = (view: CaseView): Html => {
  const { state } = view.case;
  switch (state) {
    case 'opened':
      return html`<p class="kern-body">${view.words.beingPrepared}</p>`;
    case 'todecide':
      return toDecide(view);
    case 'toapprove':
      return toApprove(view);
    case 'registered':
      return toHandle(view);
    case 'decided':
      return decided(view);
    case 'paid':
    case 'closed':
      return afterwards(view, state);
    default:
      return state satisfies never;
  }
};

/** What to do next, or whose turn it is. */
export const taskPanel = (view: CaseView): Html => {
  const { words } = view;
  const foreign = findForeignLease(view.case, view.actor, view.now);
  const body = foreign
    ? html`${alert({ tone: 'info', title: words.claimedBy(foreign.by.name, formatMinute(foreign.until)), level: 3 })}${view.case.state === 'toapprove' && decisionMade(view)}`
    : step(view);
  return html`<section class="ko-panel ko-panel--task">${heading(2, words.nextStep)}${body}</section>`;
};

/** A note for the file, by whoever may read the case. */
export const notePanel = (view: CaseView): Html | false => {
  const { words } = view;
  if (!allows(view, 'case.note')) return false;
  const text = textArea({
    name: 'text',
    label: words.noteText,
    rows: 3,
    value: typed(view, 'note'),
    error: faultOf(view, 'text'),
    language: view.language,
  });
  return html`<section class="ko-note">${heading(2, words.notes)}${caseForm(view, 'note', html`${text}${buttonRow(button({ text: words.addNote, look: 'secondary' }))}`)}</section>`;
};
