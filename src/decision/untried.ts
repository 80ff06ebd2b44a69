import { type CompiledField, type CompiledService, feelInWords, findPlaces } from '#definition';
import { type Answers, type Situation, walk } from '#form';
import type { Problem } from '#lib/problem.ts';
import {
  BranchLog,
  type Context,
  type Explanation,
  type Expression,
  findUntriedBranches,
  findUntriedRules,
  getEntry,
  isContext,
  isList,
  makeContext,
} from '#rules';
import type { Assessment } from './assess.ts';

type Path = readonly PropertyKey[];

/** What one example tried: conditions by their path in service.yaml with what they came to, the rules that ran, the ways taken. */
export type Tried = {
  readonly conditions: readonly (readonly [path: string, value: boolean])[];
  readonly explanation?: Explanation;
  /** The DMN file, where there are several. */
  readonly rules?: string | undefined;
  readonly branches: BranchLog;
};

/** A condition that examples should try, on both sides or where it holds. */
type Condition = {
  readonly path: Path;
  readonly expression: Expression;
  /** The page on which it is asked; none for those of the decision. */
  readonly page?: string;
  readonly sides: readonly boolean[];
  /** For conditions within the entries of lists: the lists, from the outermost. */
  readonly lists?: readonly string[];
};

const BOTH = [true, false];

const whenOf = (expression: Expression | undefined, path: Path, page?: string): Condition[] =>
  expression ? [{ path: [...path, 'when'], expression, sides: BOTH, ...(page === undefined ? {} : { page }) }] : [];

/** Conditions of a field, and of the fields in the entries of a list. */
const fieldConditions = (
  { field, when, item }: CompiledField,
  path: Path,
  page: string,
  lists: readonly string[] = [],
): Condition[] => [
  ...whenOf(when, path, page).map((condition) => ({ ...condition, lists })),
  ...item.flatMap((inner, k) => fieldConditions(inner, [...path, 'item', k], page, [...lists, field.id])),
];

const formConditions = ({ pages, service }: CompiledService): Condition[] =>
  pages.flatMap(({ id, when, fields, advice, checks }, i) => [
    ...whenOf(when, ['form', i]),
    ...fields.flatMap((field, j) => fieldConditions(field, ['form', i, 'fields', j], id)),
    ...advice.map(
      (one, j): Condition => ({
        path: ['form', i, 'advice', j, 'when'],
        expression: one.when,
        page: id,
        sides: [true],
      }),
    ),
    ...checks.map((check): Condition => {
      const index = service.checks.findIndex((one) => one.id === check.id);
      return { path: ['checks', index, 'fail'], expression: check.fail, page: id, sides: [true] };
    }),
  ]);

const decisionConditions = ({ decide }: CompiledService): Condition[] =>
  (['automatic', 'second'] as const).flatMap((key): Condition[] => {
    const expression = decide?.[key];
    if (!expression || expression.text === 'true' || expression.text === 'false') return [];
    return [{ path: ['decide', key], expression, sides: BOTH }];
  });

/** What a condition sees: the answers, and within lists those of each entry as well. */
const contextsOf = (context: Context, [list, ...inner]: readonly string[] = []): readonly Context[] => {
  if (list === undefined) return [context];
  const entries = getEntry(context, list) ?? null;
  return (isList(entries) ? entries : [])
    .filter(isContext)
    .flatMap((entry) => contextsOf(makeContext([...Object.entries(context), ...Object.entries(entry)]), inner));
};

const valuesOf = (
  conditions: readonly Condition[],
  context: Context,
  options: { readonly now: Temporal.ZonedDateTime; readonly branches: BranchLog },
): Tried['conditions'] =>
  conditions.flatMap(({ path, expression, lists }) =>
    contextsOf(context, lists).map(
      (one) => [path.join('.'), expression.evaluate(one, options).value === true] as const,
    ),
  );

/** What service.yaml makes of the result of the rules. */
const decisionExpressions = ({ decide, prioritise }: CompiledService): Pick<Condition, 'path' | 'expression'>[] =>
  Object.entries({ decide, prioritise }).flatMap(([section, expressions]) =>
    Object.entries(expressions ?? {}).map(([key, expression]) => ({ path: [section, key], expression })),
  );

/** What an example tries in the form; conditions of pages that are not asked are not tried. */
export const tryForm = (compiled: CompiledService, answers: Answers, situation: Situation): Tried => {
  const { pages, context } = walk(compiled, answers, situation);
  const reached = new Set(pages.map((page) => page.compiled.id));
  const asked = formConditions(compiled).filter(({ page }) => page === undefined || reached.has(page));
  const branches = new BranchLog();
  return { conditions: valuesOf(asked, context, { now: situation.now, branches }), branches };
};

/** Decides once more, to see which ways the conditions within expressions go. */
const logBranches = (
  compiled: CompiledService,
  { context, rules: file }: Exclude<Assessment, { kind: 'none' }>,
  now: Temporal.ZonedDateTime,
): BranchLog => {
  const { service, rules } = compiled;
  const branches = new BranchLog();
  const chosen = rules.find((version) => version.file === file) ?? rules[0];
  const section = service.decide ?? service.prioritise;
  if (chosen && section) chosen.model.decide(section.decision, context, { now, branches });
  for (const { expression } of decisionExpressions(compiled)) expression.evaluate(context, { now, branches });
  return branches;
};

/** What an example tries in the rules. */
export const tryRules = (compiled: CompiledService, assessment: Assessment, now: Temporal.ZonedDateTime): Tried => {
  if (assessment.kind === 'none') return { conditions: [], branches: new BranchLog() };
  const { explanation, rules, context } = assessment;
  const branches = logBranches(compiled, assessment, now);
  const conditions = valuesOf(decisionConditions(compiled), context, { now, branches });
  return { conditions, explanation, rules, branches };
};

const WORDING = {
  condition: {
    de: 'In keinem Beispiel ist diese Bedingung {side}: {text}',
    en: 'In no example this condition is {side}: {text}',
  },
  true: { de: 'erfüllt', en: 'met' },
  false: { de: 'nicht erfüllt', en: 'not met' },
  add: { de: 'Ergänzen Sie ein Beispiel dafür.', en: 'Add an example of it.' },
} as const;

type Speech = 'de' | 'en';

const findUntriedConditions = (compiled: CompiledService, tried: readonly Tried[], speech: Speech): Problem[] => {
  const seen = new Set(tried.flatMap(({ conditions }) => conditions.map(([path, value]) => `${path} ${value}`)));
  const placeOf = findPlaces(compiled.files, 'service.yaml');
  const all = [...formConditions(compiled), ...decisionConditions(compiled)];
  return all.flatMap(({ path, expression, sides }) =>
    sides
      .filter((side) => !seen.has(`${path.join('.')} ${side}`))
      .map((side): Problem => {
        const place = placeOf(path);
        return {
          code: 'example.untried',
          severity: 'warning',
          message: WORDING.condition[speech]
            .replace('{side}', WORDING[side ? 'true' : 'false'][speech])
            .replace('{text}', () => expression.text),
          remedy: WORDING.add[speech],
          path: path.join('.'),
          ...(place ? { place } : {}),
        };
      }),
  );
};

const translate = (problem: Problem, speech: Speech): Problem => ({
  ...problem,
  message: feelInWords(problem.message, speech),
  remedy: WORDING.add[speech],
});

/** Ways of `if` within the expressions of service.yaml. */
const findUntriedWays = (compiled: CompiledService, tried: readonly Tried[], speech: Speech): Problem[] => {
  const placeOf = findPlaces(compiled.files, 'service.yaml');
  const all = new Map(
    [...formConditions(compiled), ...decisionExpressions(compiled)].map(({ path, expression }) => [expression, path]),
  );
  const placed = [...all].flatMap(([{ text, branches }, path]) => {
    const place = placeOf(path) ?? { file: 'service.yaml', line: 1, column: 1 };
    return branches.map((branch) => ({ branch, place, text: text.slice(branch.from, branch.to) }));
  });
  const logs = tried.map(({ branches }) => branches);
  return findUntriedBranches(placed, logs).map((problem) => translate(problem, speech));
};

const findUntried = (compiled: CompiledService, tried: readonly Tried[], speech: Speech): Problem[] =>
  compiled.rules.flatMap(({ file, model }) => {
    const ran = tried.filter(({ rules }) => rules === undefined || rules === file);
    const explanations = ran.flatMap(({ explanation }) => (explanation ? [explanation] : []));
    const logs = ran.map(({ branches }) => branches);
    return [...findUntriedRules(model, explanations), ...findUntriedBranches(model.branches, logs)].map((problem) =>
      translate(problem, speech),
    );
  });

/** Rules, ways of conditions within expressions, and sides of conditions, that no example reaches: warnings at their place in the DMN file or in service.yaml. */
export const findUntriedParts = (compiled: CompiledService, tried: readonly Tried[], speech: Speech): Problem[] => [
  ...findUntriedConditions(compiled, tried, speech),
  ...findUntriedWays(compiled, tried, speech),
  ...findUntried(compiled, tried, speech),
];
