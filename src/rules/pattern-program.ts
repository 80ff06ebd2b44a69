import { type CharacterClass, PatternError } from './pattern-class.ts';
import type { Pattern } from './pattern-parse.ts';

export type Instruction =
  | { readonly kind: 'class'; readonly test: CharacterClass }
  | { readonly kind: 'start' | 'end' | 'match' }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'back'; readonly index: number }
  /** Tries `first`, then `second`. */
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number };

export type Program = { readonly code: readonly Instruction[]; readonly groups: number; readonly hasBack: boolean };

const MAX_SIZE = 10_000;

const emit = (code: Instruction[], instruction: Instruction): void => {
  if (code.length >= MAX_SIZE) throw new PatternError('The pattern is too large.');
  code.push(instruction);
};

const emitSplit = (code: Instruction[], isLazy: boolean): ((exit: number) => void) => {
  const split: Instruction & { kind: 'split' } = { kind: 'split', first: 0, second: 0 };
  emit(code, split);
  const inside = code.length;
  return (exit) => {
    split.first = isLazy ? exit : inside;
    split.second = isLazy ? inside : exit;
  };
};

const emitRepeat = (code: Instruction[], { inner, min, max, isLazy }: Pattern & { kind: 'repeat' }): void => {
  for (let i = 0; i < min; i += 1) emitPattern(code, inner);
  if (max === Number.POSITIVE_INFINITY) {
    const loop = code.length;
    const close = emitSplit(code, isLazy);
    emitPattern(code, inner);
    emit(code, { kind: 'jump', to: loop });
    close(code.length);
    return;
  }
  const closes: ((exit: number) => void)[] = [];
  for (let i = min; i < max; i += 1) {
    closes.push(emitSplit(code, isLazy));
    emitPattern(code, inner);
  }
  for (const close of closes) close(code.length);
};

const emitChoice = (code: Instruction[], parts: readonly Pattern[]): void => {
  const jumps: (Instruction & { kind: 'jump' })[] = [];
  for (const [i, part] of parts.entries()) {
    const close = i < parts.length - 1 ? emitSplit(code, false) : null;
    emitPattern(code, part);
    if (!close) break;
    const jump: Instruction & { kind: 'jump' } = { kind: 'jump', to: 0 };
    emit(code, jump);
    jumps.push(jump);
    close(code.length);
  }
  for (const jump of jumps) jump.to = code.length;
};

const emitPattern = (code: Instruction[], pattern: Pattern): void => {
  switch (pattern.kind) {
    case 'class':
    case 'start':
    case 'end':
    case 'back':
      emit(code, pattern);
      break;
    case 'sequence':
      for (const part of pattern.parts) emitPattern(code, part);
      break;
    case 'choice':
      emitChoice(code, pattern.parts);
      break;
    case 'repeat':
      emitRepeat(code, pattern);
      break;
    case 'group':
      emit(code, { kind: 'save', slot: pattern.index * 2 });
      emitPattern(code, pattern.inner);
      emit(code, { kind: 'save', slot: pattern.index * 2 + 1 });
      break;
    default:
      pattern satisfies never;
  }
};

/** Turns a pattern into instructions. @throws PatternError when it grows too large */
export const makeProgram = (pattern: Pattern, groups: number): Program => {
  const code: Instruction[] = [];
  emitPattern(code, pattern);
  emit(code, { kind: 'match' });
  return { code, groups, hasBack: code.some(({ kind }) => kind === 'back') };
};
