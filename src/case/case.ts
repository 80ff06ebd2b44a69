import type { Language } from '#definition';
import type { Answers } from '#form';
import type { RecordedAction } from './action.ts';
import type { CaseLife } from './life.ts';

/** A case as it stands in the table, without anything sealed. */
export type CaseHead = {
  readonly authority: string;
  /** The same id as its submission. */
  readonly id: string;
  /** What people read: Aktenzeichen and receipt number in one. */
  readonly number: string;
  readonly service: string;
  /** The package by which it is decided. */
  readonly digest: string;
  readonly receivedAt: Temporal.Instant;
  readonly openedAt: Temporal.Instant;
};

/** A case, opened: what was submitted and everything that happened since. */
export type Case = CaseHead &
  CaseLife & {
    readonly answers: Answers;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly slots: Readonly<Record<string, string>>;
    readonly language: Language;
    readonly secret: string;
    readonly actions: readonly RecordedAction[];
  };

/** For lists: who it is about and the package's columns, sealed beside the case. */
export type CaseSummary = {
  readonly name: string;
  readonly columns: Readonly<Record<string, unknown>>;
};
