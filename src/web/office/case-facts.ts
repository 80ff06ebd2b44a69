import { faultInWords } from '#decision';
import { type Html, html } from '#lib/html.ts';
import { formatMoney } from '#lib/money.ts';
import { alert, badge, bulletList, descriptionList, heading, link, renderMarkdown } from '#web/design/index.ts';
import type { CaseView } from './case-view.ts';
import { explanationHtml } from './explanation.ts';

/** An outcome in words: "Bewilligung, 9.000,00 €". */
export const outcomeText = (
  { texts, language }: Pick<CaseView, 'texts' | 'language'>,
  { outcome, amount }: { readonly outcome?: string | undefined; readonly amount?: string | undefined },
): string => {
  const name = texts.outcomes[outcome ?? ''] ?? outcome ?? '';
  return amount === undefined ? name : `${name}, ${formatMoney(amount, language)}`;
};

export const reasonTexts = ({ reasons }: CaseView, names: readonly string[]): string[] =>
  names.map((name) => reasons.get(name) ?? name);

/** The most other cases that are named for one field; the rest is counted. */
const MOST = 3;

/** The same answer in other cases, as they are now: one of them may have come after the rules ran here. */
const duplicates = ({ duplicates: found, texts, words, authority }: CaseView): Html[] =>
  [...Map.groupBy(found, ({ field }) => field)].map(([field, others]) => {
    const links = others
      .slice(0, MOST)
      .map(
        ({ caseId, number }) =>
          html` <span class="ko-number">${link(`/${authority.id}/cases/${caseId}`, number)}</span>`,
      );
    return html`${words.duplicates(texts.fields[field]?.label ?? field, others.length)}${links}${others.length > MOST && ' …'}`;
  });

const doubts = (view: CaseView): Html | false => {
  const { texts, words } = view;
  const found = (view.case.assessment?.doubts ?? []).map((name) => texts.doubts[name] ?? name);
  const all = [...found, ...duplicates(view)];
  return all.length > 0 && alert({ tone: 'warning', title: words.doubtsTitle, body: bulletList(all) });
};

/** Explanations come as lines; indentation shows what belongs to what. */
const explanation = (view: CaseView): Html | false => {
  const text = (view.case.assessment ?? view.case.priority)?.explanation[view.language].trim();
  return (
    Boolean(text) &&
    html`<details class="ko-details"><summary>${view.words.explanation}</summary>${explanationHtml(text ?? '')}</details>`
  );
};

const ruleFaults = (view: CaseView): Html | false => {
  const faults = view.case.assessment?.faults ?? [];
  return (
    faults.length > 0 &&
    alert({
      tone: 'danger',
      title: view.words.faults,
      body: bulletList(faults.map((fault) => faultInWords(fault, view.language))),
    })
  );
};

/** What the rules say: outcome, reasons, what to check, and how they came to it. */
export const rulesPanel = (view: CaseView): Html | false => {
  const { words } = view;
  const { assessment, priority } = view.case;
  if (priority)
    return html`<section class="ko-panel">${heading(2, words.priority(priority.level))}
${bulletList(reasonTexts(view, priority.reasons))}${explanation(view)}</section>`;
  if (!assessment) return false;
  const proposed = assessment.outcome
    ? html`<p class="ko-outcome">${badge(assessment.outcomeKind === 'rejected' ? 'danger' : 'success', outcomeText(view, assessment))}</p>
${bulletList(reasonTexts(view, assessment.reasons))}`
    : html`<p class="kern-body">${words.noProposal}</p>`;
  return html`<section class="ko-panel">${heading(2, words.proposal)}${proposed}${doubts(view)}${ruleFaults(view)}${explanation(view)}</section>`;
};

/** The answers, page by page as the applicant checked them. */
export const answersPanel = ({ sections, words }: CaseView): Html =>
  html`<section>${heading(2, words.answers)}<div class="ko-answers">${sections.map(
    ({ title, rows }) =>
      html`<section class="kern-summary ko-section"><div class="kern-summary__header"><h3 class="kern-title">${title}</h3></div><div class="kern-summary__body">${descriptionList(
        rows.map(({ label, value }) => ({
          label,
          value: value || html`<span class="ko-muted">${words.noAnswer}</span>`,
        })),
      )}</div></section>`,
  )}</div></section>`;

/** The heading that an article begins with: it stands on the fold already. */
const OWN_TITLE = /^\s*# [^\n]*\n/;

/** What a caseworker needs to know here comes first: what is about this outcome, these doubts and reasons, this step. */
export const knowledgePanel = (view: CaseView): Html | false => {
  const { compiled, words } = view;
  const { assessment, decision, priority, state } = view.case;
  const here = new Set([
    state,
    ...(assessment?.doubts ?? []),
    ...(assessment?.reasons ?? []),
    ...(priority?.reasons ?? []),
    decision?.outcome ?? assessment?.outcome ?? '',
  ]);
  const article = ({ title, markdown }: (typeof compiled.knowledge)[number], open: boolean): Html =>
    html`<details class="ko-details"${open && html` open`}><summary>${title}</summary>${renderMarkdown(markdown.replace(OWN_TITLE, ''))}</details>`;
  const near = compiled.knowledge.filter(({ about }) => about.some((name) => here.has(name)));
  const rest = compiled.knowledge.filter((one) => !near.includes(one));
  if (compiled.knowledge.length === 0) return false;
  return html`<section>${heading(2, words.knowledge)}${near.map((one) => article(one, false))}
${rest.length > 0 && html`<details class="ko-details"><summary>${words.moreKnowledge}</summary>${rest.map((one) => article(one, false))}</details>`}</section>`;
};
