import { NameSet, readPartWord, readWord, tidyName } from './names.ts';
import { SyntaxProblem } from './syntax.ts';

export const KEYWORDS: ReadonlySet<string> = new Set(
  'if then else for in return some every satisfies and or between function external instance of true false null'.split(
    ' ',
  ),
);

/** Expressions are written by people: beyond this they are a mistake or an attack. */
const MAX_NESTING = 200;
const MAX_CHAIN = 1000;
const MAX_LENGTH = 200_000;

/** What the parser must know to tell names apart. */
export type ScannerNames = {
  /** Variables and functions in scope. */
  readonly variables: readonly NameSet[];
  /** Names that may follow a point or stand inside a filter. */
  readonly properties: readonly NameSet[];
  readonly types: readonly NameSet[];
};

/** Walks over the text of an expression: white space, comments, names, marks. */
export class Scanner {
  readonly text: string;
  at = 0;
  /** Where the last thing taken ended, before white space. */
  end = 0;
  /** Deeper than 0 inside the brackets of a filter, where the names of the items are in scope. */
  filters = 0;
  /** Parentheses after `in` that turned out to be arithmetic: read again in vain, nested ones would take exponential time. */
  readonly arithmetic = new Set<number>();
  readonly #names: ScannerNames;
  readonly #local = new NameSet();
  readonly #localProperties = new NameSet();
  #nesting = 0;

  constructor(text: string, names: ScannerNames) {
    this.text = text;
    this.#names = names;
    if (text.length > MAX_LENGTH) this.fail('limit.length', `The expression is longer than ${MAX_LENGTH} characters.`);
    this.skip();
  }

  fail(code: string, message: string, from = this.at, to = Math.min(from + 1, this.text.length)): never {
    throw new SyntaxProblem(code, message, from, to);
  }

  /** Fails at what stands here. */
  unexpected(wanted: string): never {
    const found = readWord(this.text, this.at) ?? this.text.slice(this.at, this.at + 1);
    const what = found === '' ? 'the end of the expression' : `“${found}”`;
    this.fail('syntax', `Expected ${wanted}, found ${what}.`, this.at, this.at + found.length);
  }

  nest<T>(parse: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING)
      this.fail('limit.depth', `The expression is nested more than ${MAX_NESTING} deep.`);
    const result = parse();
    this.#nesting -= 1;
    return result;
  }

  /** Asked before each further link of a row such as `1 + 1 + …` or `a.b.c…`, which is as deep as it is long. */
  link(count: number): number {
    if (count >= MAX_CHAIN) this.fail('limit.length', `The expression is a row of more than ${MAX_CHAIN} parts.`);
    return count + 1;
  }

  /** Moves over white space and comments. */
  skip(): void {
    this.end = this.at;
    const pattern = /(?:[\s\u0085\u180E\u200B\uFEFF]+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/uy;
    pattern.lastIndex = this.at;
    this.at += (pattern.exec(this.text)?.[0] ?? '').length;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  peek(mark: string): boolean {
    return this.text.startsWith(mark, this.at);
  }

  /** Takes the mark if it stands here. */
  take(mark: string): boolean {
    if (!this.peek(mark)) return false;
    this.at += mark.length;
    this.skip();
    return true;
  }

  expect(mark: string): void {
    if (!this.take(mark)) this.unexpected(`“${mark}”`);
  }

  /** What a sticky pattern finds here, taken; null when nothing. */
  takePattern(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    this.skip();
    return found;
  }

  peekWord(): string | null {
    return readWord(this.text, this.at);
  }

  takeWord(word: string): boolean {
    if (this.peekWord() !== word) return false;
    this.at += word.length;
    this.skip();
    return true;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) this.unexpected(`“${word}”`);
  }

  declare(name: string): void {
    this.#local.add(name);
  }

  declareProperty(name: string): void {
    this.#localProperties.add(name);
  }

  #longest(sets: readonly NameSet[]): { readonly name: string; readonly to: number } | null {
    let best: { readonly name: string; readonly to: number } | null = null;
    for (const set of sets) {
      const found = set.match(this.text, this.at);
      if (found && (best === null || found.to > best.to)) best = found;
    }
    return best;
  }

  #takeKnown(sets: readonly NameSet[]): string | null {
    const known = this.#longest(sets);
    const word = this.peekWord();
    if (known === null || (known.name === word && KEYWORDS.has(word))) return null;
    this.at = known.to;
    this.skip();
    return known.name;
  }

  /** Adjacent words that no declaration knows are read as one name: nothing else could stand there. */
  #takeWords(): string | null {
    const from = this.at;
    const first = this.peekWord();
    if (first === null || KEYWORDS.has(first)) return null;
    let end = from + first.length;
    this.at = end;
    this.skip();
    for (;;) {
      const word = readPartWord(this.text, this.at);
      if (word === null || KEYWORDS.has(word)) return tidyName(this.text.slice(from, end));
      end = this.at + word.length;
      this.at = end;
      this.skip();
    }
  }

  /** A variable: the longest declared name, else the words that stand here. */
  takeVariable(): string | null {
    const { variables, properties } = this.#names;
    const inFilter = this.filters > 0 ? [...properties, this.#localProperties] : [];
    return this.#takeKnown([this.#local, ...variables, ...inFilter]) ?? this.#takeWords();
  }

  /** A name after a point. Words like `in` may be properties; they are taken alone. */
  takeProperty(): string {
    const known = this.#takeKnown([this.#localProperties, ...this.#names.properties]) ?? this.#takeWords();
    if (known !== null) return known;
    const word = this.peekWord();
    if (word === null) this.unexpected('a name');
    this.takeWord(word);
    return word;
  }

  takeTypeName(): string | null {
    return this.#takeKnown(this.#names.types) ?? this.#takeWords();
  }

  /** A name that is being declared, up to one of the given marks or words, such as `:` or `in`. */
  takeDeclared(end: RegExp): string | null {
    end.lastIndex = this.at;
    const found = end.exec(this.text);
    if (!found) return null;
    const raw = this.text.slice(this.at, found.index);
    return tidyName(raw);
  }
}
