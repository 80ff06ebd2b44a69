import { all, attribute, childText, type Element, first } from '#lib/xml.ts';
import { type Boxed, type CompiledTests, checked, compileTests, compileText, readTests } from './boxed-context.ts';
import type { CheckedCell, CheckedInput } from './checked-table.ts';
import type { Test } from './compile-operators.ts';
import { AGGREGATIONS, applyHitPolicy, HIT_POLICIES, type Hit, type HitPolicy, type Outcome } from './hit-policy.ts';
import { tidyName } from './names.ts';
import { printValue } from './print.ts';
import { type Code, Frame, Run } from './run.ts';
import type { Scope } from './scope.ts';
import type { RuleInfo, TableInfo } from './trace.ts';
import { makeContext, type Value } from './value.ts';

type Rule = { readonly tests: readonly Test[]; readonly outputs: readonly Code[] };

/** A table ready to run. */
type Compiled = {
  readonly info: TableInfo;
  readonly inputs: readonly Code[];
  readonly rules: readonly Rule[];
  readonly outcome: Outcome;
  readonly fallback: Code | null;
};

const policyOf = (element: Element): HitPolicy => {
  const written = attribute(element, 'hitPolicy') ?? 'UNIQUE';
  return HIT_POLICIES.find((policy) => policy === written) ?? 'UNIQUE';
};

/** Boxed tables may leave the name of the only output to the variable. */
const outputNames = (element: Element): string[] =>
  all(element, 'output').map((output) => tidyName(attribute(output, 'name') ?? ''));

const describeRules = (element: Element): RuleInfo[] => {
  const columns = all(element, 'annotation').map((annotation) => attribute(annotation, 'name') ?? '');
  return all(element, 'rule').map((rule, i) => ({
    number: i + 1,
    description: childText(rule, 'description')?.trim() || null,
    tests: all(rule, 'inputEntry').map((entry) => (childText(entry, 'text') ?? '-').trim()),
    annotations: all(rule, 'annotationEntry').map((entry, column) => ({
      name: columns[column] ?? '',
      text: (childText(entry, 'text') ?? '').trim(),
    })),
  }));
};

const describeTable = (element: Element): TableInfo => ({
  id: attribute(element, 'id') ?? `${element.line}:${element.column}`,
  name: attribute(element, 'label') ?? attribute(element, 'outputLabel') ?? '',
  hitPolicy: policyOf(element),
  inputs: all(element, 'input').map((input) => {
    const text = (childText(first(input, 'inputExpression'), 'text') ?? '').trim();
    return { name: attribute(input, 'label') ?? text, text };
  }),
  outputs: outputNames(element),
  rules: describeRules(element),
});

/** An empty cell is a dash. */
const ANYTHING: CompiledTests = { tests: { negated: false, tests: null }, test: () => true };

const compileCell = (boxed: Boxed, entry: Element, scope: Scope | null): CheckedCell => {
  const text = first(entry, 'text');
  const isEmpty = !text || text.text.trim() === '';
  const compiled = isEmpty ? ANYTHING : compileTests(boxed, text, text.text, scope);
  return { at: entry, text: text?.text.trim() ?? '-', ...compiled };
};

const compileEntry = (boxed: Boxed, entry: Element, output: Element | undefined, scope: Scope | null): Code => {
  const text = first(entry, 'text');
  // An empty output cell gives null.
  if (!text || text.text.trim() === '') return () => null;
  const name = attribute(output, 'name') ?? 'output';
  const code = [output, entry].reduce(
    (inner, typed) => checked(inner, boxed.typeOf(entry, attribute(typed, 'typeRef')), name),
    compileText(boxed, text, text.text, scope),
  );
  return within(code, compileValues(boxed, first(output, 'outputValues'), scope), name);
};

/** The values that an input or output declares as possible; null where all are. */
const compileValues = (boxed: Boxed, values: Element | undefined, scope: Scope | null): CompiledTests | null => {
  const text = first(values, 'text');
  return text && text.text.trim() !== '' ? compileTests(boxed, text, text.text, scope) : null;
};

/** What is not among the possible values is null with a warning (§ 8.2.3, 8.2.6); of a list, each item must be. */
const within = (code: Code, values: CompiledTests | null, what: string): Code => {
  if (!values) return code;
  const { test } = values;
  return (run, frame) => {
    const value = code(run, frame);
    if (value === null || test(run, frame, value) === true) return value;
    if (Array.isArray(value) && value.every((item: Value) => test(run, frame, item) === true)) return value;
    return run.warn('values', { value: printValue(value), name: what });
  };
};

/** Output values in their order, which is their priority; they are literals, so they are evaluated at once. */
const readPriorities = (boxed: Boxed, output: Element): readonly Value[] => {
  const text = first(first(output, 'outputValues'), 'text');
  if (!text || text.text.trim() === '') return [];
  const tests = readTests(boxed, text, text.text, null)?.tests;
  if (!tests) return [];
  const run = new Run({ now: Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO('UTC') });
  return tests.map((test) => boxed.compiler.compile(test, null)(run, new Frame(makeContext(), [])));
};

const compileFallback = (
  boxed: Boxed,
  element: Element,
  names: readonly string[],
  scope: Scope | null,
): Code | null => {
  const outputs = all(element, 'output');
  if (!outputs.some((output) => first(output, 'defaultOutputEntry'))) return null;
  const codes = outputs.map((output) => {
    const entry = first(output, 'defaultOutputEntry');
    return entry ? compileEntry(boxed, entry, output, scope) : () => null;
  });
  const [only] = codes;
  if (names.length === 1 && only) return only;
  return (run, frame) => makeContext(codes.map((code, i) => [names[i] ?? '', code(run, frame)]));
};

const checkedInput = (boxed: Boxed, input: Element, scope: Scope | null): CheckedInput & { readonly code: Code } => {
  const expression = first(input, 'inputExpression');
  const text = first(expression, 'text');
  const type = boxed.typeOf(input, attribute(expression, 'typeRef'));
  const name = attribute(input, 'label') ?? text?.text.trim() ?? '';
  const given = text ? checked(compileText(boxed, text, text.text, scope), type, text.text.trim()) : () => null;
  const values = compileValues(boxed, first(input, 'inputValues'), scope);
  const { tests = null, test = null } = values ?? {};
  return { at: input, name, type, values: tests, allows: test, code: within(given, values, name) };
};

const prepare = (boxed: Boxed, element: Element, scope: Scope | null): Compiled => {
  const outputs = all(element, 'output');
  const names = outputNames(element);
  const inputs = all(element, 'input').map((input) => checkedInput(boxed, input, scope));
  const rules = all(element, 'rule').map((rule) => ({
    at: rule,
    cells: all(rule, 'inputEntry').map((entry) => compileCell(boxed, entry, scope)),
    outputs: all(rule, 'outputEntry').map((entry, i) => compileEntry(boxed, entry, outputs[i], scope)),
    texts: all(rule, 'outputEntry').map((entry) => (childText(entry, 'text') ?? '').trim()),
  }));
  const aggregation = AGGREGATIONS.find((name) => name === attribute(element, 'aggregation')) ?? null;
  const priorities = outputs.map((output) => readPriorities(boxed, output));
  const fallback = compileFallback(boxed, element, names, scope);
  const outcome = { policy: policyOf(element), aggregation, names, priorities };
  const info = describeTable(element);
  boxed.addTable({ id: info.id, at: element, policy: outcome.policy, hasFallback: fallback !== null, inputs, rules });
  return {
    info,
    inputs: inputs.map(({ code }) => code),
    rules: rules.map(({ cells, outputs: codes }) => ({ tests: cells.map(({ test }) => test), outputs: codes })),
    outcome,
    fallback,
  };
};

// Plain loops here: iterators made a fifth of the garbage of a decision.
const firstFailing = (run: Run, frame: Frame, tests: readonly Test[], inputs: readonly Value[]): number => {
  for (let i = 0; i < tests.length; i += 1) if (tests[i]?.(run, frame, inputs[i] ?? null) !== true) return i;
  return -1;
};

const isList = (policy: HitPolicy): boolean =>
  policy === 'COLLECT' || policy === 'RULE ORDER' || policy === 'OUTPUT ORDER';

const withoutHit = (run: Run, frame: Frame, { outcome, fallback }: Compiled): Value => {
  if (fallback) return fallback(run, frame);
  if (outcome.aggregation !== null) return applyHitPolicy(run, outcome, []);
  return isList(outcome.policy) ? [] : run.warn('table.none');
};

const decide = (run: Run, frame: Frame, table: Compiled): Value => {
  const inputs = table.inputs.map((input) => input(run, frame));
  const failed: number[] = [];
  const hits: Hit[] = [];
  run.spend(table.rules.length);
  for (const { tests, outputs } of table.rules) {
    const failing = firstFailing(run, frame, tests, inputs);
    failed.push(failing);
    if (failing >= 0) continue;
    hits.push({ rule: failed.length - 1, outputs: outputs.map((output) => output(run, frame)) });
    if (table.outcome.policy === 'FIRST') break;
  }
  run.trace?.push({ kind: 'table', table: table.info, inputs, failed, fired: hits });
  return hits.length === 0 ? withoutHit(run, frame, table) : applyHitPolicy(run, table.outcome, hits);
};

/** Compiles a decision table. */
export const compileTable = (boxed: Boxed, element: Element, scope: Scope | null): Code => {
  const table = prepare(boxed, element, scope);
  return (run, frame) => decide(run, frame, table);
};
