import type { Span } from './syntax.ts';

/** A condition of an `if` or of a boxed conditional: the object itself tells it from all others. */
export type Branch = Span;

const side = (holds: boolean): number => (holds ? 2 : 1);

/** Which ways the evaluations that were given it went. */
export class BranchLog {
  readonly #taken = new Map<Branch, number>();

  note(branch: Branch, holds: boolean): void {
    this.#taken.set(branch, (this.#taken.get(branch) ?? 0) | side(holds));
  }

  /** Whether an evaluation went that way. */
  has(branch: Branch, holds: boolean): boolean {
    return ((this.#taken.get(branch) ?? 0) & side(holds)) !== 0;
  }
}
