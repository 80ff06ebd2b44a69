import type { Block } from '#lib/markdown.ts';

/** A letter after DIN 5008 as data: what the page and the PDF are both made from. */
export type Letter = {
  /** Subject and document title. */
  readonly title: string;
  readonly number: string;
  /** Head of the following pages: file reference and date. */
  readonly reference: string;
  readonly sender: {
    readonly name: string;
    /** Street, postal code and city in one line. */
    readonly place: string;
    /** The small line above the recipient's address. */
    readonly return: string;
    readonly footer: readonly string[];
  };
  readonly recipient: readonly string[];
  /** Information block: label and value. */
  readonly info: readonly (readonly [string, string])[];
  /** Headings from level 2, no level left out (PDF/UA-1, 7.4.2). */
  readonly body: readonly Block[];
  readonly remedy: readonly Block[];
  readonly signature: readonly string[];
  /** Why it is valid without a signature. */
  readonly validity: string;
};

/** Headings from `top` on, each at most one level below the one before. */
export const levelHeadings = (blocks: readonly Block[], top: number): readonly Block[] => {
  let last = top - 1;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    last = Math.max(top, Math.min(block.level + top - 2, last + 1));
    return { ...block, level: last };
  });
};
