import type { BranchLog } from './branch-log.ts';
import type { ExpressionProblem } from './syntax.ts';
import type { Trace } from './trace.ts';
import type { Context, Value } from './value.ts';
import { type WarningCode, type WarningValues, wordWarning } from './warning-words.ts';

/**
 * Something that made a value null or doubtful; `from` and `to` are offsets in the text of the expression. `message` is English;
 * `warningInWords` says it in the reader's language.
 */
export type Warning = {
  readonly code: string;
  readonly message: string;
  readonly values: WarningValues;
  readonly from: number;
  readonly to: number;
};

/**
 * `now` is what `now()` and `today()` answer; `maxSteps` bounds loop turns and calls (default 1,000,000); `branches` learns
 * which way each condition went.
 */
export type EvaluationOptions = {
  readonly now: Temporal.ZonedDateTime;
  readonly maxSteps?: number;
  readonly branches?: BranchLog;
};

/** Thrown inside an evaluation that exceeds a limit; the front door turns it into null and a warning. */
export class LimitError extends Error {
  readonly code: WarningCode;
  readonly values: WarningValues;
  constructor(code: WarningCode, values: WarningValues = {}) {
    super(wordWarning(code, values));
    this.code = code;
    this.values = values;
  }
}

const MAX_STEPS = 1_000_000;
const MAX_DEPTH = 200;
const MAX_WARNINGS = 100;
export const MAX_TEXT = 1_000_000;

/** The state of one evaluation: clock, budget, warnings. */
export class Run {
  readonly now: Temporal.ZonedDateTime;
  readonly warnings: Warning[] = [];
  /** What decided so far, filled by decisions and tables; null where nobody asked. */
  trace: Trace[] | null = null;
  readonly branches: BranchLog | null;
  #steps: number;
  readonly #maxSteps: number;
  #depth = 0;

  constructor(options: EvaluationOptions) {
    this.now = options.now;
    this.branches = options.branches ?? null;
    this.#maxSteps = options.maxSteps ?? MAX_STEPS;
    this.#steps = this.#maxSteps;
  }

  /** Spends budget. @throws LimitError when none is left. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) {
      throw new LimitError('limit.steps', { most: this.#maxSteps });
    }
  }

  enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new LimitError('limit.depth', { most: MAX_DEPTH });
    }
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Notes why a value is null, and answers null. */
  warn(code: WarningCode, values: WarningValues = {}, from = 0, to = from): null {
    if (this.warnings.length < MAX_WARNINGS)
      this.warnings.push({ code, message: wordWarning(code, values), values, from, to });
    return null;
  }

  /** Notes again what was wrong with the text of the expression, and answers null. */
  repeat({ code, message, from, to }: ExpressionProblem): null {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ code, message, values: {}, from, to });
    return null;
  }

  /** Moves the places of the warnings from `first` on: an expression that stands inside a longer text. */
  moveBy(first: number, by: number): void {
    for (let i = first; i < this.warnings.length; i += 1) {
      const warning = this.warnings[i];
      if (warning) this.warnings[i] = { ...warning, from: warning.from + by, to: warning.to + by };
    }
  }

  /** Gives the warnings from `first` on the place of the call that caused them, where they have none. */
  locate(first: number, from: number, to: number): void {
    for (let i = first; i < this.warnings.length; i += 1) {
      const warning = this.warnings[i];
      if (warning && warning.to === 0) this.warnings[i] = { ...warning, from, to };
    }
  }
}

/** Variables at run time: those from outside by name, those bound inside the expression by slot. */
export class Frame {
  readonly variables: Context;
  readonly slots: Value[];
  constructor(variables: Context, slots: Value[]) {
    this.variables = variables;
    this.slots = slots;
  }

  /** What a function value keeps of its surroundings. */
  capture(): Frame {
    return new Frame(this.variables, this.slots.slice());
  }
}

/** A compiled expression. */
export type Code = (run: Run, frame: Frame) => Value;
