import type { CompiledField, Field, FieldKind, FieldOf, Language, Texts } from '#definition';
import type { Context, Value } from '#rules';
import type { Answer } from './answers.ts';

/** What the controls of a page hold: control name → values, as posted. */
export type Entered = ReadonlyMap<string, readonly string[]>;

/** A control and a value of it. */
export type Entry = readonly [name: string, value: string];

/** The first value of a control, '' where there is none. */
export const enteredText = (entered: Entered, name: string): string => entered.get(name)?.[0] ?? '';

/** Why an answer cannot stand. Each code has a wording in every language; a package may give its own by `TEXT_OF`. */
export type FaultCode =
  | 'required'
  | 'characters'
  | 'latin'
  | 'short'
  | 'long'
  | 'pattern'
  | 'type'
  | 'email'
  | 'phone'
  | 'number'
  | 'decimals'
  | 'least'
  | 'most'
  | 'date'
  | 'datepart'
  | 'early'
  | 'late'
  | 'option'
  | 'fewoptions'
  | 'manyoptions'
  | 'postalcode'
  | 'country'
  | 'iban'
  | 'ibanlength'
  | 'ibancountry'
  | 'taxid'
  | 'taxnumber'
  | 'fewentries'
  | 'manyentries'
  | 'upload'
  | 'manyfiles'
  | 'unknown';

/** A fault of one field. `part` leads from the field to the control: `.postalCode`, `.0.anzahl`. */
export type Fault = {
  readonly code: FaultCode;
  readonly part?: string;
  readonly values?: Readonly<Record<string, string>>;
  /** The field inside a list that it is about, with the key of its texts; absent: the field itself. */
  readonly inner?: { readonly field: Field; readonly key: string };
};

/** What came of reading: an answer, or nothing entered (no answer, no faults), or faults. */
export type Read<A = Answer> = { readonly answer?: A; readonly faults: readonly Fault[] };

export const NOTHING: Read<never> = { faults: [] };
export const answered = <A>(answer: A): Read<A> => ({ answer, faults: [] });
export const failed = (code: FaultCode, more: Omit<Fault, 'code'> = {}): Read<never> => ({
  faults: [{ code, ...more }],
});

/** What a check may look at: the answers so far as FEEL sees them, and the present. */
export type Surroundings = { readonly context: Context; readonly now: Temporal.ZonedDateTime };

/** How a field words itself. `key` finds its texts: `gruppen.anzahl`. */
export type View = { readonly texts: Texts; readonly language: Language; readonly key: string };

/** One way to answer: the same few functions for every kind of field. */
export type Kind<K extends FieldKind = FieldKind, A extends Answer = Answer> = {
  /** Reads what was typed or chosen on a page. */
  read(field: FieldOf<K>, entered: Entered, path: string, compiled: CompiledField): Read<A>;
  /** Reads typed JSON, strictly. */
  readJson(field: FieldOf<K>, json: unknown, compiled: CompiledField): Read<A>;
  /** Checks bounds, patterns and options of an answer in canonical form. */
  check(field: FieldOf<K>, answer: A, around: Surroundings, compiled: CompiledField): readonly Fault[];
  /** What the controls hold for an answer: the reverse of `read`. */
  enter(field: FieldOf<K>, answer: A, path: string, language: Language, compiled: CompiledField): readonly Entry[];
  /** The answer as people read it. */
  print(field: FieldOf<K>, answer: A, view: View, compiled: CompiledField): string;
  /** The answer as FEEL sees it. */
  toFeel(field: FieldOf<K>, answer: A, compiled: CompiledField): Value;
};
