import type { CompiledService } from './compiled.ts';
import type { Draft } from './draft.ts';
import { compileFeel, compileYamlTemplate, type Names } from './feel.ts';
import { decisionNames, formNames, templateNames } from './scope.ts';
import type { Path } from './yaml-file.ts';

type Parts = Pick<CompiledService, 'contact' | 'columns'> &
  Partial<Pick<CompiledService, 'decide' | 'prioritise' | 'pay'>>;

const feelIn = (draft: Draft, names: Names) => (path: Path, text: string) =>
  compileFeel(draft.yaml, path, text, names, draft.report);

/** Texts in quotes that an expression can be worth, as far as they stand there in so many words. */
const literalsOf = (text: string): string[] =>
  [...text.matchAll(/(?:^|\bthen|\belse)\s*(?:\[([^\]]*)\]|"([^"]*)")/g)].flatMap(([, list, single]) =>
    single === undefined ? [...(list ?? '').matchAll(/"([^"]*)"/g)].map(([, item = '']) => item) : [single],
  );

const checkLiterals = (
  draft: Draft,
  key: 'outcome' | 'reasons' | 'doubts',
  section: 'decide' | 'prioritise',
  text: string,
  known: readonly string[],
): void => {
  const codes = { outcome: 'name.outcome', reasons: 'name.reason', doubts: 'name.doubt' } as const;
  for (const name of literalsOf(text)) {
    if (known.includes(name)) continue;
    const spot = draft.yaml.spotIn([section, key], text.indexOf(`"${name}"`));
    draft.report.add(codes[key], spot, { name }, draft.report.suggest(name, known));
  }
};

const compileDecide = (draft: Draft): Pick<Parts, 'decide'> => {
  const { service, yaml, report, texts } = draft;
  const { decide } = service;
  if (!decide) return {};
  const feel = feelIn(draft, decisionNames(service));
  const optional = (key: 'amount' | 'automatic') =>
    decide[key] === undefined ? {} : { [key]: feel(['decide', key], decide[key]) };
  const german = texts.get('de')?.data;
  if (Object.keys(decide.outcomes).length === 0) report.add('outcome.none', yaml.spot(['decide', 'outcomes']));
  checkLiterals(draft, 'outcome', 'decide', decide.outcome, Object.keys(decide.outcomes));
  if (german) checkLiterals(draft, 'reasons', 'decide', decide.reasons, Object.keys(german.reasons));
  if (german) checkLiterals(draft, 'doubts', 'decide', decide.doubts, Object.keys(german.doubts));
  if (decide.automatic !== undefined && !service.law.some(({ allows }) => allows === 'automatic'))
    report.add('automatic.law', yaml.keySpot(['decide', 'automatic']));
  const known = service.form.flatMap(({ fields }) => fields.map(({ id }) => id));
  for (const [index, name] of decide.duplicates.entries()) {
    if (!known.includes(name))
      report.add('field.unknown', yaml.spot(['decide', 'duplicates', index]), { name }, report.suggest(name, known));
  }
  return {
    decide: {
      outcome: feel(['decide', 'outcome'], decide.outcome),
      reasons: feel(['decide', 'reasons'], decide.reasons),
      doubts: feel(['decide', 'doubts'], decide.doubts),
      second: feel(['decide', 'second'], decide.second),
      ...optional('amount'),
      ...optional('automatic'),
    },
  };
};

const compilePrioritise = (draft: Draft): Pick<Parts, 'prioritise'> => {
  const { prioritise } = draft.service;
  if (!prioritise) return {};
  const feel = feelIn(draft, decisionNames(draft.service));
  const german = draft.texts.get('de')?.data;
  if (german) checkLiterals(draft, 'reasons', 'prioritise', prioritise.reasons, Object.keys(german.reasons));
  return {
    prioritise: {
      level: feel(['prioritise', 'level'], prioritise.level),
      reasons: feel(['prioritise', 'reasons'], prioritise.reasons),
    },
  };
};

const compilePay = (draft: Draft): Pick<Parts, 'pay'> => {
  const { service, yaml, report } = draft;
  const { pay, decide } = service;
  if (!pay) return {};
  if (decide?.amount === undefined) report.add('pay.decide', yaml.keySpot(['pay']));
  const feel = feelIn(draft, decisionNames(service));
  const purpose = compileYamlTemplate(yaml, ['pay', 'purpose'], pay.purpose, templateNames(service), report);
  const amount = feel(['pay', 'amount'], pay.amount);
  const name = feel(['pay', 'to', 'name'], pay.to.name);
  const iban = feel(['pay', 'to', 'iban'], pay.to.iban);
  return purpose ? { pay: { amount, name, iban, purpose } } : {};
};

const compileContact = (draft: Draft): CompiledService['contact'] => {
  const { contact } = draft.service;
  const feel = feelIn(draft, formNames(draft.service));
  return {
    name: feel(['contact', 'name'], contact.name),
    ...(contact.email === undefined ? {} : { email: feel(['contact', 'email'], contact.email) }),
    ...(contact.address === undefined ? {} : { address: feel(['contact', 'address'], contact.address) }),
  };
};

/** Compiles what happens after submission: decision or priority, payout, contact, the columns of the list. */
export const compileProcedure = (draft: Draft): Parts => {
  const feel = feelIn(draft, decisionNames(draft.service));
  return {
    ...compileDecide(draft),
    ...compilePrioritise(draft),
    ...compilePay(draft),
    contact: compileContact(draft),
    columns: draft.service.list.map(({ id, value, kind }, index) => ({
      id,
      kind,
      value: feel(['list', index, 'value'], value),
    })),
  };
};
