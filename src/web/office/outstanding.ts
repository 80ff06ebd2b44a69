import type { Outstanding } from '#form';
import { type Html, html } from '#lib/html.ts';
import { alert, bulletList } from '#web/design/index.ts';
import type { CaseView } from './case-view.ts';

const nameOf = ({ texts }: CaseView, { page, field }: Outstanding): string =>
  (field === undefined ? texts.pages[page]?.title : texts.fields[field]?.label) ?? field ?? page;

/** What the applicant still has to hand in, or has and nobody could read, before everything that rests on it. */
export const outstandingPanel = (view: CaseView): Html | false => {
  const { outstanding } = view.case;
  if (view.isHeldUp)
    return html`<div data-held-up>${alert({
      tone: 'warning',
      title: view.words.heldUp,
      body: html`<p class="kern-body">${view.words.heldUpText}</p>`,
    })}</div>`;
  if (outstanding.length === 0) return false;
  const names = outstanding.map((one) => nameOf(view, one));
  return html`<div data-outstanding>${alert({
    tone: 'warning',
    title: view.words.outstanding,
    body: html`${bulletList(names)}<p class="kern-body">${view.words.outstandingText}</p>`,
  })}</div>`;
};
