import { type Html, html, raw } from '#lib/html.ts';
import { formatMoney } from '#lib/money.ts';
import { button, buttonRow, fieldset, radios, textArea, textInput } from '#web/design/index.ts';
import { enterAmount } from './amount.ts';
import { outcomeText } from './case-facts.ts';
import { type CaseView, caseHref, type Draft } from './case-view.ts';

const fault = ({ faults }: CaseView, path: string): string | undefined =>
  faults.find((one) => one.path === path)?.message;

/** What the form begins with: what was typed before, else what the rules propose. */
const start = ({ draft, language, case: { assessment } }: CaseView): Omit<Draft, 'form'> =>
  draft?.form === 'decide'
    ? draft
    : {
        outcome: assessment?.outcome ?? '',
        amount: assessment?.amount ? enterAmount(assessment.amount, language) : '',
        reasons: assessment?.reasons ?? [],
        remark: '',
      };

const outcomeInput = (view: CaseView, value: string): Html =>
  radios({
    name: 'outcome',
    label: view.words.outcome,
    value,
    error: fault(view, 'outcome'),
    options: Object.keys(view.compiled.service.decide?.outcomes ?? {}).map((name) => ({
      value: name,
      label: view.texts.outcomes[name] ?? name,
    })),
    language: view.language,
  });

const amountInput = (view: CaseView, value: string): Html | false => {
  const { words, language } = view;
  const most = view.case.assessment?.amount;
  return (
    view.compiled.decide?.amount !== undefined &&
    textInput({
      name: 'amount',
      label: words.amount,
      ...(most ? { hint: words.amountMost(formatMoney(most, language)) } : {}),
      value,
      error: fault(view, 'amount'),
      inputmode: 'decimal',
      autocomplete: 'off',
      width: 'short',
      suffix: '€',
      language,
    })
  );
};

const reasonCheck = (view: CaseView, name: string, checked: boolean, id: string): Html =>
  html`<div class="kern-form-check"><input class="kern-form-check__checkbox" type="checkbox" id="${id}" name="reasons" value="${name}"${checked && raw(' checked')}><label class="kern-label" for="${id}">${view.reasons.get(name) ?? name}</label></div>`;

/** What the rules found or somebody chose stands open, the other reasons of the package can be unfolded. */
const reasonsInput = (view: CaseView, values: readonly string[]): Html => {
  const found = [...new Set([...(view.case.assessment?.reasons ?? []), ...values])];
  const rest = [...view.reasons.keys()].filter((name) => !found.includes(name));
  const check = (name: string): Html =>
    reasonCheck(view, name, values.includes(name), name === (found[0] ?? rest[0]) ? 'reasons' : `reasons-${name}`);
  const control = {
    name: 'reasons',
    label: view.words.reasons,
    error: fault(view, 'reasons'),
    language: view.language,
  };
  return fieldset(
    control,
    html`${found.map(check)}<details class="ko-details"${found.length === 0 && html` open`}><summary>${view.words.moreReasons}</summary>${rest.map(check)}</details>`,
  );
};

/** One click where the rules are right; the whole form where a person sees it differently. */
export const decideForms = (view: CaseView): Html => {
  const { words, language } = view;
  const { assessment, version } = view.case;
  const values = start(view);
  const action = caseHref(view, '/decide');
  const hidden = html`<input type="hidden" name="version" value="${version}">`;
  const accept =
    assessment?.outcome &&
    html`<form method="post" action="${action}" class="ko-form">${hidden}
${button({ name: 'as', value: 'proposal', text: words.accept(outcomeText(view, assessment)), icon: 'check' })}
${assessment.second && html`<p class="kern-body kern-body--small ko-muted">${words.acceptSecond}</p>`}</form>`;
  const remark = textArea({
    name: 'remark',
    label: words.remark,
    hint: words.remarkHint,
    rows: 3,
    value: values.remark,
    error: fault(view, 'remark'),
    language,
  });
  const open = !accept || view.draft?.form === 'decide';
  return html`${accept}<details class="ko-details ko-details--form"${open && html` open`}><summary>${accept ? words.otherwise : words.decision}</summary>
<form method="post" action="${action}" class="ko-form">${hidden}${outcomeInput(view, values.outcome)}${amountInput(view, values.amount)}
${reasonsInput(view, values.reasons)}${remark}${buttonRow(button({ text: words.decide }))}</form></details>`;
};
