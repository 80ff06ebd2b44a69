import { FILE_WORDING } from './wording-files.ts';
import { FORM_WORDING } from './wording-form.ts';
import { PROCEDURE_WORDING } from './wording-procedure.ts';
import { SCHEMA_WORDING } from './wording-schema.ts';

/** One kind of problem: how grave it is, and what to say: message and, where it helps, remedy; `{name}` is filled in. */
export type Wording = {
  readonly severity: 'error' | 'warning';
  readonly de: readonly [message: string, remedy?: string];
  readonly en: readonly [message: string, remedy?: string];
};

const ALL = { ...FILE_WORDING, ...SCHEMA_WORDING, ...FORM_WORDING, ...PROCEDURE_WORDING };

/** Every problem that a package can have, by code. Codes are stable: programs may rely on them. */
export type Code = keyof typeof ALL;
export const WORDING: Readonly<Record<Code, Wording>> = ALL;
