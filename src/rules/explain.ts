import type { RuleInfo, Trace } from './trace.ts';
import type { Value } from './value.ts';

export type Annotation = RuleInfo['annotations'][number];

/** A rule that fired, with what it gave. */
export type Fired = {
  readonly rule: number;
  readonly description: string | null;
  readonly annotations: readonly Annotation[];
  /** The annotation that names a norm: a column called Norm, Rechtsgrundlage or Grundlage, or a text with §. */
  readonly norm: string | null;
  readonly outputs: readonly { readonly name: string; readonly value: Value }[];
};

/** A rule that did not fire, with the first of its tests that was false. */
export type Failed = {
  readonly rule: number;
  readonly description: string | null;
  readonly annotations: readonly Annotation[];
  readonly input: string;
  readonly test: string;
  readonly value: Value;
};

export type TableExplanation = {
  readonly id: string;
  readonly name: string;
  readonly hitPolicy: string;
  readonly inputs: readonly { readonly name: string; readonly text: string; readonly value: Value }[];
  readonly fired: readonly Fired[];
  readonly failed: readonly Failed[];
};

/** What was decided by what: a decision, its tables, the decisions it rests on. */
export type Explanation = {
  readonly name: string;
  readonly question: string | null;
  readonly value: Value;
  readonly tables: readonly TableExplanation[];
  readonly requires: readonly Explanation[];
};

const NORM_COLUMN = /^(norm|rechtsgrundlage|grundlage|legal basis)$/i;

const findNorm = (annotations: readonly Annotation[]): string | null => {
  const column = annotations.find(({ name, text }) => NORM_COLUMN.test(name.trim()) && text !== '');
  return (column ?? annotations.find(({ text }) => text.includes('§') || text.includes('Art.')))?.text ?? null;
};

type TableTrace = Extract<Trace, { kind: 'table' }>;

const explainTable = ({ table, inputs, failed, fired }: TableTrace): TableExplanation => ({
  id: table.id,
  name: table.name,
  hitPolicy: table.hitPolicy,
  inputs: table.inputs.map((input, i) => ({ ...input, value: inputs[i] ?? null })),
  fired: fired.flatMap(({ rule, outputs }) => {
    const info = table.rules[rule];
    if (!info) return [];
    const named = outputs.map((value, i) => ({ name: table.outputs[i] ?? '', value }));
    return [
      {
        rule: info.number,
        description: info.description,
        annotations: info.annotations,
        norm: findNorm(info.annotations),
        outputs: named,
      },
    ];
  }),
  failed: failed.flatMap((column, rule) => {
    const info = table.rules[rule];
    const input = table.inputs[column];
    if (!info || !input) return [];
    const { number, description, annotations } = info;
    return [
      {
        rule: number,
        description,
        annotations,
        input: input.name,
        test: info.tests[column] ?? '-',
        value: inputs[column] ?? null,
      },
    ];
  }),
});

const isTable = (trace: Trace): trace is TableTrace => trace.kind === 'table';

/** Builds the explanation from the record of an evaluation. */
export const makeExplanation = (name: string, value: Value, traces: readonly Trace[]): Explanation => {
  const own = traces.length === 1 && traces[0]?.kind === 'decision' && traces[0].name === name ? traces[0] : null;
  const inner = own ? own.inner : traces;
  return {
    name,
    question: own?.question ?? null,
    value,
    tables: inner.filter(isTable).map(explainTable),
    requires: inner.flatMap((trace) => (isTable(trace) ? [] : [makeExplanation(trace.name, trace.value, [trace])])),
  };
};
