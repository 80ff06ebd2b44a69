import { runLimited } from './expression.ts';
import { type Format, formatValue } from './format.ts';
import { type Code, Frame, LimitError, Run, type Warning } from './run.ts';
import { asList, type Context, makeContext } from './value.ts';

export type RenderOptions = {
  readonly now: Temporal.ZonedDateTime;
  /** `de`, `de-x-leicht`, `en` … */
  readonly language: string;
  /** Applied to each inserted value, not to the text around it. */
  readonly escape?: (text: string) => string;
};

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'value';
      readonly code: Code;
      readonly format: Format | undefined;
      readonly from: number;
    }
  | {
      readonly kind: 'if';
      readonly code: Code;
      readonly then: readonly Part[];
      readonly else: readonly Part[];
      readonly from: number;
    }
  | {
      readonly kind: 'each';
      readonly code: Code;
      readonly name: string;
      readonly body: readonly Part[];
      readonly from: number;
    };

/** A page of text, not a book: a loop in a loop must not fill the memory. */
const MAX_OUTPUT = 5_000_000;

type Output = { text: string; readonly run: Run; readonly options: RenderOptions };

const write = (output: Output, text: string): void => {
  if (output.text.length + text.length > MAX_OUTPUT) throw new LimitError('limit.text', { most: MAX_OUTPUT });
  output.text += text;
};

const evaluate = ({ run }: Output, { code, from }: Exclude<Part, { kind: 'text' }>, context: Context) => {
  const first = run.warnings.length;
  const value = code(run, new Frame(context, []));
  run.moveBy(first, from);
  return value;
};

const renderPart = (output: Output, part: Exclude<Part, { kind: 'text' }>, context: Context): void => {
  const { language, escape: escapeText = (text: string) => text } = output.options;
  const value = evaluate(output, part, context);
  switch (part.kind) {
    case 'value':
      write(output, escapeText(formatValue(value, language, part.format)));
      return;
    case 'if':
      renderParts(output, value === true ? part.then : part.else, context);
      return;
    case 'each':
      for (const item of value === null ? [] : asList(value)) {
        renderParts(output, part.body, makeContext([...Object.entries(context), [part.name, item]]));
      }
      return;
    default:
      part satisfies never;
  }
};

const renderParts = (output: Output, parts: readonly Part[], context: Context): void => {
  // Loops in loops without text would turn for ever: a turn costs too.
  output.run.spend(1 + parts.length);
  for (const part of parts) {
    if (part.kind === 'text') write(output, part.text);
    else renderPart(output, part, context);
  }
};

/** Writes a compiled text within the limits of one evaluation; what exceeds them ends there, with a warning. */
export const renderTemplate = (
  parts: readonly Part[],
  context: Context,
  options: RenderOptions,
): { readonly text: string; readonly warnings: readonly Warning[] } => {
  const output: Output = { text: '', run: new Run({ now: options.now }), options };
  runLimited(output.run, () => {
    renderParts(output, parts, context);
    return null;
  });
  return { text: output.text, warnings: output.run.warnings };
};
