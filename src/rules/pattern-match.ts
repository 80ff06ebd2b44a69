import type { Flags } from './pattern-parse.ts';
import type { Instruction, Program } from './pattern-program.ts';
import { LimitError } from './run.ts';

/** Beyond this a search is stopped: 8 MB of memory for visited states, or as many steps where groups are referred to. */
const MAX_STATES = 64_000_000;
const MAX_STEPS = 5_000_000;

type Search = {
  readonly program: Program;
  readonly flags: Flags;
  readonly points: Uint32Array;
  /** One bit for each instruction at each position; null with back references, whose outcome depends on more. */
  readonly visited: Uint8Array | null;
  readonly saved: Int32Array;
  steps: number;
};

export type Match = {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (readonly [number, number] | null)[];
};

export const toPoints = (text: string): Uint32Array =>
  Uint32Array.from([...text].map((point) => point.codePointAt(0) ?? 0));

const tooMuch = (): never => {
  throw new LimitError('limit.pattern');
};

const makeSearch = (program: Program, flags: Flags, points: Uint32Array): Search => {
  const states = program.code.length * (points.length + 1);
  if (!program.hasBack && states > MAX_STATES) tooMuch();
  const visited = program.hasBack ? null : new Uint8Array((states >> 3) + 1);
  return { program, flags, points, visited, saved: new Int32Array((program.groups + 1) * 2).fill(-1), steps: 0 };
};

const NEWLINE = 0x0a;

const isStart = ({ points, flags }: Search, at: number): boolean =>
  at === 0 || (flags.multiline && points[at - 1] === NEWLINE && at < points.length);

const isEnd = ({ points, flags }: Search, at: number): boolean =>
  at === points.length || (flags.multiline && points[at] === NEWLINE);

const fold = (point: number | undefined): string => String.fromCodePoint(point ?? 0).toLowerCase();

/** Where the text of a group, repeated here, ends; −1 when it does not stand here. A group that did not take part is empty. */
const repeatEnd = ({ points, saved, flags }: Search, index: number, at: number): number => {
  const from = saved[index * 2] ?? -1;
  const to = saved[index * 2 + 1] ?? -1;
  if (from < 0 || to < 0) return at;
  for (let i = 0; i < to - from; i += 1) {
    const [a, b] = [points[from + i], points[at + i]];
    if (at + i >= points.length || (a !== b && !(flags.ignoreCase && fold(a) === fold(b)))) return -1;
  }
  return at + to - from;
};

/** Marks a state; false when it was here before, and failed then. */
const enter = (search: Search, pc: number, at: number): boolean => {
  search.steps += 1;
  const { visited } = search;
  if (visited === null) return search.steps <= MAX_STEPS || tooMuch();
  const bit = pc * (search.points.length + 1) + at;
  const mask = 1 << (bit & 7);
  if (((visited[bit >> 3] ?? 0) & mask) !== 0) return false;
  visited[bit >> 3] = (visited[bit >> 3] ?? 0) | mask;
  return true;
};

/** What one instruction asks for: the position after it, or −1. */
const advance = (search: Search, instruction: Instruction, at: number): number => {
  switch (instruction.kind) {
    case 'class':
      return at < search.points.length && instruction.test(search.points[at] ?? 0) ? at + 1 : -1;
    case 'start':
      return isStart(search, at) ? at : -1;
    case 'end':
      return isEnd(search, at) ? at : -1;
    case 'back':
      return repeatEnd(search, instruction.index, at);
    default:
      return at;
  }
};

/** Follows one path until it matches or fails, leaving the other branches on the stack. */
const follow = (search: Search, stack: number[], branch: number, start: number): number => {
  const { code } = search.program;
  let pc = branch;
  let at = start;
  while (at >= 0 && enter(search, pc, at)) {
    const instruction = code[pc];
    if (!instruction || instruction.kind === 'match') return at;
    if (instruction.kind === 'split') {
      stack.push(instruction.second, at);
      pc = instruction.first;
    } else if (instruction.kind === 'jump') pc = instruction.to;
    else {
      if (instruction.kind === 'save') {
        stack.push(-instruction.slot - 1, search.saved[instruction.slot] ?? -1);
        search.saved[instruction.slot] = at;
      }
      at = advance(search, instruction, at);
      pc += 1;
    }
  }
  return -1;
};

/**
 * Backtracking that never tries a state twice (as RE2's BitState): time and memory grow with pattern × text. A negative
 * entry of the stack restores a saved position.
 */
const matchFrom = (search: Search, start: number): number => {
  const stack = [0, start];
  while (stack.length > 0) {
    const at = stack.pop() ?? 0;
    const pc = stack.pop() ?? 0;
    if (pc < 0) search.saved[-pc - 1] = at;
    else {
      const end = follow(search, stack, pc, at);
      if (end >= 0) return end;
    }
  }
  return -1;
};

const groupsOf = ({ saved, program }: Search): (readonly [number, number] | null)[] =>
  Array.from({ length: program.groups }, (_, i) => {
    const from = saved[i * 2 + 2] ?? -1;
    const to = saved[i * 2 + 3] ?? -1;
    return from < 0 || to < 0 ? null : ([from, to] as const);
  });

/** The first match at or after `start`. @throws LimitError */
export const findMatch = (program: Program, flags: Flags, points: Uint32Array, start: number): Match | null => {
  const search = makeSearch(program, flags, points);
  for (let from = start; from <= points.length; from += 1) {
    search.saved.fill(-1);
    const to = matchFrom(search, from);
    if (to >= 0) return { from, to, groups: groupsOf(search) };
  }
  return null;
};
