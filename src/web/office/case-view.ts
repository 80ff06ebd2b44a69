import type { Actor, Authority, Refusal } from '#authority';
import type { Case, Duplicate, listAccess } from '#case';
import type { CompiledService, Texts } from '#definition';
import type { Fault } from '#web/design/index.ts';
import type { CaseAttachment } from './attachments.ts';
import type { OfficeLanguage } from './deps.ts';
import type { OfficeWords } from './words.ts';

/** What somebody typed into a form that could not be carried out, as typed. */
export type Draft = {
  readonly form: 'decide' | 'approve' | 'return' | 'note' | 'handled';
  readonly outcome: string;
  readonly amount: string;
  readonly reasons: readonly string[];
  readonly remark: string;
};

/** Everything that the case page shows. */
export type CaseView = {
  readonly case: Case;
  readonly authority: Authority;
  readonly actor: Extract<Actor, { kind: 'staff' }>;
  readonly compiled: CompiledService;
  readonly texts: Texts;
  /** Reasons as sentences, by name, with the figures of this case. */
  readonly reasons: ReadonlyMap<string, string>;
  /** The answers by page, as the applicant checked them. */
  readonly sections: readonly {
    readonly page: string;
    readonly title: string;
    readonly rows: readonly { readonly label: string; readonly value: string }[];
  }[];
  readonly attachments: readonly CaseAttachment[];
  /** Something was handed in later and could not be merged: it waits for an operator. */
  readonly isHeldUp: boolean;
  /** Other cases in which the same stands, by field. */
  readonly duplicates: readonly Duplicate[];
  readonly accesses: Awaited<ReturnType<typeof listAccess>>;
  readonly names: ReadonlyMap<string, string>;
  readonly now: Temporal.Instant;
  readonly language: OfficeLanguage;
  readonly words: OfficeWords;
  readonly done?: keyof OfficeWords['done'];
  /** Why the last command was not carried out; `version` is what its form had shown. */
  readonly refusal?: Refusal & { readonly version: number | undefined };
  readonly faults: readonly Fault[];
  readonly draft?: Draft;
};

/** Address of the case, or of something below it. */
export const caseHref = ({ case: found }: Pick<CaseView, 'case'>, below = ''): string =>
  `/${found.authority}/cases/${found.id}${below}`;
