import type { Trace } from './trace.ts';
import type { Context, Value } from './value.ts';

/** Something that made a value null or doubtful; `from` and `to` are offsets in the text of the expression. */
export type Warning = { readonly code: string; readonly message: string; readonly from: number; readonly to: number };

/** `now` is what `now()` and `today()` answer; `maxSteps` bounds loop turns and calls (default 1,000,000). */
export type EvaluationOptions = { readonly now: Temporal.ZonedDateTime; readonly maxSteps?: number };

/** Thrown inside an evaluation that exceeds a limit; the front door turns it into null and a warning. */
export class LimitError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
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
  #steps: number;
  readonly #maxSteps: number;
  #depth = 0;

  constructor(options: EvaluationOptions) {
    this.now = options.now;
    this.#maxSteps = options.maxSteps ?? MAX_STEPS;
    this.#steps = this.#maxSteps;
  }

  /** Spends budget. @throws LimitError when none is left. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) {
      throw new LimitError(
        'limit.steps',
        `The evaluation was stopped after ${this.#maxSteps} steps. Simplify the expression.`,
      );
    }
  }

  enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new LimitError(
        'limit.depth',
        `Functions call each other more than ${MAX_DEPTH} deep. Look for endless recursion.`,
      );
    }
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** Notes why a value is null, and answers null. */
  warn(code: string, message: string, from = 0, to = from): null {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ code, message, from, to });
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
