import { compileCode } from './expression.ts';
import { FORMATS } from './format.ts';
import type { Code, Warning } from './run.ts';
import { type ExpressionProblem, problemOf, SyntaxProblem } from './syntax.ts';
import { type Part, type RenderOptions, renderTemplate } from './template-render.ts';
import { splitAlias, splitFormat, splitTags, type Token } from './template-tags.ts';
import type { Context } from './value.ts';

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

/** Blocks in blocks beyond this are a mistake or an attack. */
const MAX_NESTING = 50;

type Reader = {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  readonly names: ReadonlySet<string> | undefined;
  readonly problems: ExpressionProblem[];
  readonly free: Set<string>;
};

const compileAt = (reader: Reader, text: string, from: number, bound: readonly string[]): Code | null => {
  const names = reader.names && new Set([...reader.names, ...bound]);
  const result = compileCode(text, names ? { names } : {});
  if (result.kind === 'code') {
    for (const name of result.names) if (!bound.includes(name)) reader.free.add(name);
    return result.code;
  }
  for (const problem of result.problems)
    reader.problems.push({ ...problem, from: problem.from + from, to: problem.to + from });
  return null;
};

const complain = (reader: Reader, token: Token, message: string): void => {
  reader.problems.push({ code: 'template', message, from: token.from, to: token.from + token.text.length });
};

const readValue = (reader: Reader, token: Token, bound: readonly string[]): Part[] => {
  const { feel, format: wanted } = splitFormat(token.text);
  const format = FORMATS.find((name) => name === wanted);
  if (wanted !== null && !format) complain(reader, token, `There is no format “${wanted}”; use ${FORMATS.join(', ')}.`);
  const code = compileAt(reader, feel, token.from, bound);
  return code ? [{ kind: 'value', code, format, from: token.from }] : [];
};

const readIf = (reader: Reader, token: Token, skip: number, bound: readonly string[]): Part[] => {
  const code = compileAt(reader, token.text.slice(skip), token.from + skip, bound);
  const then = readParts(reader, bound, ['/if', 'else']);
  const otherwise = reader.tokens[reader.at - 1]?.text.trim() === 'else' ? readParts(reader, bound, ['/if']) : [];
  return code ? [{ kind: 'if', code, then, else: otherwise, from: token.from + skip }] : [];
};

const readEach = (reader: Reader, token: Token, skip: number, bound: readonly string[]): Part[] => {
  const { feel, name: alias } = splitAlias(token.text.slice(skip));
  if (alias === null) complain(reader, token, 'Write {{#each list as name}}.');
  const name = alias ?? 'item';
  const code = compileAt(reader, feel, token.from + skip, bound);
  const body = readParts(reader, [...bound, name], ['/each']);
  return code ? [{ kind: 'each', code, name, body, from: token.from + skip }] : [];
};

type ReadBlock = (reader: Reader, token: Token, skip: number, bound: readonly string[]) => Part[];

const readBlock = (reader: Reader, token: Token, read: ReadBlock, skip: number, bound: readonly string[]): Part[] => {
  reader.depth += 1;
  if (reader.depth > MAX_NESTING) {
    const { from } = token;
    throw new SyntaxProblem('limit.depth', `Blocks are nested more than ${MAX_NESTING} deep.`, from, from + 1);
  }
  const parts = read(reader, token, skip, bound);
  reader.depth -= 1;
  return parts;
};

const readTag = (reader: Reader, token: Token, bound: readonly string[]): Part[] => {
  const block = /^\s*#(if|each)\s/.exec(token.text);
  if (block) return readBlock(reader, token, block[1] === 'if' ? readIf : readEach, block[0].length, bound);
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

/**
 * Compiles a text once. Places: `{{ FEEL }}` or `{{ FEEL | money }}` (`money`, `number`, `date`, `shortdate`, `time`,
 * `datetime`, `list`, `plain`); blocks: `{{#if FEEL}}…{{else}}…{{/if}}` and `{{#each FEEL as name}}…{{/each}}`.
 * Problems carry offsets in the text of the template.
 */
export const compileTemplate = (
  text: string,
  options: { readonly names?: ReadonlySet<string> } = {},
): CompiledTemplate => {
  const tokens = splitTags(text);
  if ('code' in tokens) return { kind: 'problems', problems: [tokens] };
  const reader: Reader = { tokens, at: 0, depth: 0, names: options.names, problems: [], free: new Set() };
  try {
    const parts = readParts(reader, [], []);
    if (reader.problems.length > 0) return { kind: 'problems', problems: reader.problems };
    const render: Template['render'] = (context, renderOptions) => renderTemplate(parts, context, renderOptions);
    return { kind: 'template', template: { text, names: [...reader.free], render } };
  } catch (error) {
    return { kind: 'problems', problems: [...reader.problems, problemOf(error)] };
  }
};
