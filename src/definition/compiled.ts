import type { Problem } from '#lib/problem.ts';
import type { Expression, Template } from '#rules';
import type { Example } from './example.ts';
import type { Field } from './field.ts';
import type { Language } from './names.ts';
import type { CompiledRules } from './rules-version.ts';
import type { Page, Service } from './service.ts';
import type { Texts } from './texts.ts';

/** A package as files: path → content. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

/** A field with its expressions compiled. */
export type CompiledField = {
  readonly field: Field;
  readonly when?: Expression;
  /** Bounds of dates. */
  readonly min?: Expression;
  readonly max?: Expression;
  readonly matches?: (text: string) => boolean;
  /** Fields of one entry, for lists; empty otherwise. */
  readonly item: readonly CompiledField[];
};

/** A rule that a page's answers must not break. */
export type CompiledCheck = { readonly id: string; readonly fail: Expression; readonly fields: readonly string[] };

export type CompiledPage = {
  readonly id: string;
  readonly page: Page;
  readonly when?: Expression;
  readonly fields: readonly CompiledField[];
  readonly advice: readonly { readonly id: string; readonly when: Expression }[];
  /** Checks due on this page: that of the last field they name. */
  readonly checks: readonly CompiledCheck[];
};

/** Wording by language; a missing language falls back to German. */
export type Wordings = ReadonlyMap<Language, Template>;

/** A service ready to run: checked, compiled, immutable. Nothing in a request compiles anything. */
export type CompiledService = {
  /** SHA-256 of the canonical archive, hex: the identity of this very package. */
  readonly digest: string;
  readonly service: Service;
  readonly files: PackageFiles;
  readonly languages: readonly Language[];
  readonly texts: ReadonlyMap<Language, Texts>;
  readonly pages: readonly CompiledPage[];
  /** Versions of the rules; none where people decide. One alone may have no dates: it applies always and everywhere. */
  readonly rules: readonly CompiledRules[];
  /** The day that chooses among them. */
  readonly rulesDate?: Expression;
  readonly decide?: Readonly<Record<'outcome' | 'reasons' | 'doubts' | 'second', Expression>> & {
    readonly amount?: Expression;
    readonly automatic?: Expression;
  };
  readonly prioritise?: { readonly level: Expression; readonly reasons: Expression };
  readonly pay?: {
    readonly amount: Expression;
    readonly name: Expression;
    readonly iban: Expression;
    readonly purpose: Template;
  };
  readonly contact: { readonly name: Expression; readonly email?: Expression; readonly address?: Expression };
  readonly columns: readonly {
    readonly id: string;
    readonly value: Expression;
    readonly kind: Service['list'][number]['kind'];
  }[];
  /** Texts with FEEL, by language and name: reasons of notices. */
  readonly reasons: ReadonlyMap<string, Wordings>;
  /** `notices/bewilligung` → wording by language. German always exists and is the binding one (§ 23 VwVfG). */
  readonly notices: ReadonlyMap<string, Wordings>;
  /** `messages/eingang` → wording by language; the first line, a Markdown heading, is the subject. */
  readonly messages: ReadonlyMap<string, Wordings>;
  readonly knowledge: readonly {
    readonly path: string;
    readonly title: string;
    readonly about: readonly string[];
    readonly markdown: string;
  }[];
  readonly examples: readonly (Example & { readonly file: string; readonly line: number })[];
};

/** What comes of reading a package: a service, or everything that is wrong with it. Warnings may stand beside a service. */
export type Compiled =
  | { readonly kind: 'service'; readonly service: CompiledService; readonly warnings: readonly Problem[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };
