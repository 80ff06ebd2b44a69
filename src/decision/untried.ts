import { type CompiledService, feelInWords, findPlaces } from '#definition';
import { type Answers, type Situation, walk } from '#form';
import type { Problem } from '#lib/problem.ts';
import { type Context, type Explanation, type Expression, findUntriedRules } from '#rules';
import type { Assessment } from './assess.ts';

type Path = readonly PropertyKey[];

/** What one example tried: conditions by their path in service.yaml with what they came to, and the rules that ran. */
export type Tried = {
  readonly conditions: readonly (readonly [path: string, value: boolean])[];
  readonly explanation?: Explanation;
  /** The DMN file, where there are several. */
  readonly rules?: string | undefined;
};

/** A condition that examples should try, on both sides or where it holds. */
type Condition = {
  readonly path: Path;
  readonly expression: Expression;
  /** The page on which it is asked; none for those of the decision. */
  readonly page?: string;
  readonly sides: readonly boolean[];
};

const BOTH = [true, false];

const whenOf = (expression: Expression | undefined, path: Path, page?: string): Condition[] =>
  expression ? [{ path: [...path, 'when'], expression, sides: BOTH, ...(page === undefined ? {} : { page }) }] : [];

const formConditions = ({ pages, service }: CompiledService): Condition[] =>
  pages.flatMap(({ id, when, fields, advice, checks }, i) => [
    ...whenOf(when, ['form', i]),
    ...fields.flatMap((field, j) => whenOf(field.when, ['form', i, 'fields', j], id)),
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

const valuesOf = (
  conditions: readonly Condition[],
  context: Context,
  now: Temporal.ZonedDateTime,
): Tried['conditions'] =>
  conditions.map(({ path, expression }) => [path.join('.'), expression.evaluate(context, { now }).value === true]);

/** What an example tries in the form; conditions of pages that are not asked are not tried. */
export const tryForm = (compiled: CompiledService, answers: Answers, situation: Situation): Tried => {
  const { pages, context } = walk(compiled, answers, situation);
  const reached = new Set(pages.map((page) => page.compiled.id));
  const asked = formConditions(compiled).filter(({ page }) => page === undefined || reached.has(page));
  return { conditions: valuesOf(asked, context, situation.now) };
};

/** What an example tries in the rules. */
export const tryRules = (compiled: CompiledService, assessment: Assessment, now: Temporal.ZonedDateTime): Tried => {
  if (assessment.kind === 'none') return { conditions: [] };
  const { explanation, rules, context } = assessment;
  return { conditions: valuesOf(decisionConditions(compiled), context, now), explanation, rules };
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

const findUntried = (compiled: CompiledService, tried: readonly Tried[], speech: Speech): Problem[] =>
  compiled.rules.flatMap(({ file, model }) => {
    const ran = tried.filter(({ rules }) => rules === undefined || rules === file);
    const explanations = ran.flatMap(({ explanation }) => (explanation ? [explanation] : []));
    return findUntriedRules(model, explanations).map((problem) => ({
      ...problem,
      message: feelInWords(problem.message, speech),
      remedy: WORDING.add[speech],
    }));
  });

/** Rules, and sides of conditions, that no example reaches: warnings at their place in the DMN file or in service.yaml. */
export const findUntriedParts = (compiled: CompiledService, tried: readonly Tried[], speech: Speech): Problem[] => [
  ...findUntriedConditions(compiled, tried, speech),
  ...findUntried(compiled, tried, speech),
];
