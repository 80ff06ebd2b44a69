/** The package format: read, check, compile; the schemas are the manual. */
export { archive, digestOf, readArchive } from './archive.ts';
export { isParameterValue } from './check-parameters.ts';
export { compilePackage } from './compile-package.ts';
export type {
  Compiled,
  CompiledCheck,
  CompiledField,
  CompiledPage,
  CompiledService,
  PackageFiles,
  Wordings,
} from './compiled.ts';
export { type Example, Examples } from './example.ts';
export { Field, type FieldKind, type FieldOf } from './field.ts';
export { makeJsonSchemas } from './json-schemas.ts';
export { Language } from './names.ts';
export { PackageError } from './package-error.ts';
export { findPlaces } from './places.ts';
export { readPackage } from './read-package.ts';
export type { ReportLanguage } from './report.ts';
export type { CompiledRules } from './rules-version.ts';
export { fairnessOf, type Page, type Parameter, Service } from './service.ts';
export { type FieldText, Texts } from './texts.ts';
export { feelInWords } from './wording-feel.ts';
