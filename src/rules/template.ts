import type { Expression } from './expression.ts';
import { compileExpression } from './expression.ts';
import { FORMATS, type Format, formatValue } from './format.ts';
import type { Warning } from './run.ts';
import type { ExpressionProblem } from './syntax.ts';
import { asList, type Context, makeContext, type Value } from './value.ts';

export type RenderOptions = {
  readonly now: Temporal.ZonedDateTime;
  /** `de`, `de-x-leicht`, `en` … */
  readonly language: string;
  /** Applied to each inserted value, not to the text around it. */
  readonly escape?: (text: string) => string;
};

/** `names` are the free variables that its places read. */
export type Template = {
  readonly text: string;
  readonly names: readonly string[];
  readonly render: (
    context: Context,
    options: RenderOptions,
  ) => { readonly text: string; readonly warnings: readonly Warning[] };
};

export type CompiledTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'problems'; readonly problems: readonly ExpressionProblem[] };

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'value';
      readonly expression: Expression;
      readonly format: Format | undefined;
      readonly from: number;
    }
  | {
      readonly kind: 'if';
      readonly expression: Expression;
      readonly then: readonly Part[];
      readonly else: readonly Part[];
      readonly from: number;
    }
  | {
      readonly kind: 'each';
      readonly expression: Expression;
      readonly name: string;
      readonly body: readonly Part[];
      readonly from: number;
    };

type Token = { readonly kind: 'text' | 'tag'; readonly text: string; readonly from: number };

type Reader = {
  readonly tokens: readonly Token[];
  at: number;
  readonly names: ReadonlySet<string> | undefined;
  readonly problems: ExpressionProblem[];
  readonly free: Set<string>;
};

const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{((?:"(?:[^"\\]|\\.)*"|(?!\}\})[\s\S])*)\}\}/g)) {
    if (match.index > end) tokens.push({ kind: 'text', text: text.slice(end, match.index), from: end });
    tokens.push({ kind: 'tag', text: match[1] ?? '', from: match.index + 2 });
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ kind: 'text', text: text.slice(end), from: end });
  return tokens;
};

const compileAt = (reader: Reader, text: string, from: number, bound: readonly string[]): Expression | null => {
  const names = reader.names && new Set([...reader.names, ...bound]);
  const result = compileExpression(text, names ? { names } : {});
  if (result.kind === 'expression') {
    for (const name of result.expression.names) if (!bound.includes(name)) reader.free.add(name);
    return result.expression;
  }
  for (const problem of result.problems)
    reader.problems.push({ ...problem, from: problem.from + from, to: problem.to + from });
  return null;
};

const complain = (reader: Reader, token: Token, message: string): void => {
  reader.problems.push({ code: 'template', message, from: token.from, to: token.from + token.text.length });
};

const readValue = (reader: Reader, token: Token, bound: readonly string[]): Part[] => {
  const filter = /\|\s*([a-z]+)\s*$/.exec(token.text);
  const format = FORMATS.find((name) => name === filter?.[1]);
  if (filter && !format) complain(reader, token, `There is no format “${filter[1]}”; use ${FORMATS.join(', ')}.`);
  const expression = compileAt(reader, filter ? token.text.slice(0, filter.index) : token.text, token.from, bound);
  return expression ? [{ kind: 'value', expression, format, from: token.from }] : [];
};

const readIf = (reader: Reader, token: Token, skip: number, bound: readonly string[]): Part[] => {
  const expression = compileAt(reader, token.text.slice(skip), token.from + skip, bound);
  const then = readParts(reader, bound, ['/if', 'else']);
  const otherwise = reader.tokens[reader.at - 1]?.text.trim() === 'else' ? readParts(reader, bound, ['/if']) : [];
  return expression ? [{ kind: 'if', expression, then, else: otherwise, from: token.from + skip }] : [];
};

const readEach = (reader: Reader, token: Token, skip: number, bound: readonly string[]): Part[] => {
  const alias = /\sas\s+([\p{L}_][\p{L}\d_]*)\s*$/u.exec(token.text);
  if (!alias) complain(reader, token, 'Write {{#each list as name}}.');
  const name = alias?.[1] ?? 'item';
  const expression = compileAt(reader, token.text.slice(skip, alias?.index), token.from + skip, bound);
  const body = readParts(reader, [...bound, name], ['/each']);
  return expression ? [{ kind: 'each', expression, name, body, from: token.from + skip }] : [];
};

const readTag = (reader: Reader, token: Token, bound: readonly string[]): Part[] => {
  const block = /^\s*#(if|each)\s/.exec(token.text);
  if (block) return (block[1] === 'if' ? readIf : readEach)(reader, token, block[0].length, bound);
  if (!/^\s*([#/]|else\s*$)/.test(token.text)) return readValue(reader, token, bound);
  complain(reader, token, `“${token.text.trim()}” has nothing to belong to here.`);
  return [];
};

/** Reads up to one of the closing tags, which is taken. */
const readParts = (reader: Reader, bound: readonly string[], closing: readonly string[]): readonly Part[] => {
  const parts: Part[] = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    if (!token) {
      const last = reader.tokens.at(-1);
      if (closing.length > 0 && last) complain(reader, last, `{{${closing[0]}}} is missing.`);
      return parts;
    }
    reader.at += 1;
    if (token.kind === 'text') parts.push({ kind: 'text', text: token.text });
    else if (closing.includes(token.text.trim())) return parts;
    else parts.push(...readTag(reader, token, bound));
  }
};

/** A page of text, not a book: a loop in a loop must not fill the memory. */
const MAX_OUTPUT = 5_000_000;

type Output = { text: string; readonly warnings: Warning[]; readonly options: RenderOptions };

const evaluate = (output: Output, expression: Expression, context: Context, from: number): Value => {
  const { value, warnings } = expression.evaluate(context, { now: output.options.now });
  for (const warning of warnings)
    output.warnings.push({ ...warning, from: warning.from + from, to: warning.to + from });
  return value;
};

const write = (output: Output, text: string): void => {
  if (output.text.length + text.length <= MAX_OUTPUT) output.text += text;
};

const renderPart = (output: Output, part: Exclude<Part, { kind: 'text' }>, context: Context): void => {
  const { language, escape: escapeText = (text: string) => text } = output.options;
  const value = evaluate(output, part.expression, context, part.from);
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
  for (const part of parts) {
    if (part.kind === 'text') write(output, part.text);
    else renderPart(output, part, context);
  }
};

/**
 * Compiles a text once. Places: `{{ FEEL }}` or `{{ FEEL | money }}` (`money`, `number`, `date`, `shortdate`, `time`,
 * `datetime`, `list`, `plain`); blocks: `{{#if FEEL}}…{{else}}…{{/if}}` and `{{#each FEEL as name}}…{{/each}}`.
 * Problems carry offsets in the text of the template.
 */
export const compileTemplate = (
  text: string,
  options: { readonly names?: ReadonlySet<string> } = {},
): CompiledTemplate => {
  const reader: Reader = { tokens: tokenize(text), at: 0, names: options.names, problems: [], free: new Set() };
  const parts = readParts(reader, [], []);
  if (reader.problems.length > 0) return { kind: 'problems', problems: reader.problems };
  const render: Template['render'] = (context, renderOptions) => {
    const output: Output = { text: '', warnings: [], options: renderOptions };
    renderParts(output, parts, context);
    return { text: output.text, warnings: output.warnings };
  };
  return { kind: 'template', template: { text, names: [...reader.free], render } };
};
