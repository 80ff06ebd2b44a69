import { digestOf } from './archive.ts';
import { checkExampleFiles } from './check-examples.ts';
import { checkFields } from './check-fields.ts';
import { checkLater } from './check-later.ts';
import { checkLaw } from './check-law.ts';
import { checkNames } from './check-names.ts';
import { checkOrder } from './check-order.ts';
import { checkParameters } from './check-parameters.ts';
import { checkProperties } from './check-properties.ts';
import { checkTexts } from './check-texts.ts';
import { checkKnowledge, checkUnusedFiles, checkUnusedNames } from './check-use.ts';
import { compileForm } from './compile-form.ts';
import { compileProcedure } from './compile-procedure.ts';
import { compileReasons, compileWordings, type Named } from './compile-texts.ts';
import type { Compiled, CompiledService, PackageFiles } from './compiled.ts';
import { type Draft, readDraft } from './draft.ts';
import { compileRules } from './model.ts';
import { EnoughProblems, makeReport, type Report, type ReportLanguage, sortProblems } from './report.ts';

const namedNotices = ({ service }: Draft): Named[] =>
  Object.entries(service.decide?.outcomes ?? {}).map(([name, { notice }]) => ({
    base: notice,
    path: ['decide', 'outcomes', name, 'notice'],
  }));

const namedMessages = (draft: Draft): Named[] => {
  const { service, yaml, report } = draft;
  const occurs = { received: true, decided: service.decide, paid: service.pay, prioritised: service.prioritise };
  return (Object.keys(occurs) as (keyof typeof occurs)[]).flatMap((name) => {
    const base = service.messages[name];
    if (base === undefined) return [];
    if (!occurs[name]) report.add('message.occasion', yaml.keySpot(['messages', name]), { name });
    return [{ base, path: ['messages', name] }];
  });
};

const listExamples = ({ examples }: Draft): CompiledService['examples'] =>
  examples.flatMap(({ yaml, data }) =>
    data.examples.map((example, index) => {
      const { file, line } = yaml.spot(['examples', index]).place;
      return { ...example, file, line };
    }),
  );

const compileDraft = (draft: Draft): CompiledService => {
  const { service, files, texts } = draft;
  checkNames(draft);
  checkParameters(draft);
  checkLaw(draft);
  for (const [index, { fields }] of service.form.entries()) checkFields(draft, fields, ['form', index, 'fields']);
  const pages = compileForm(draft);
  checkOrder(draft, pages);
  checkTexts(draft);
  const [notices, messages] = [namedNotices(draft), namedMessages(draft)];
  const rules = compileRules(draft);
  const bases = [...notices, ...messages].map(({ base }) => base);
  const templates = service.languages.flatMap((language) => bases.map((base) => `${base}.${language}.md`));
  checkUnusedFiles(draft, [...rules.files, ...templates]);
  checkProperties(
    draft,
    rules.files,
    [...new Set(templates)].filter((file) => files.has(file)),
  );
  checkUnusedNames(draft);
  checkKnowledge(draft);
  checkExampleFiles(draft);
  const procedure = compileProcedure(draft);
  checkLater(draft, pages, procedure);
  return {
    digest: digestOf(files),
    service,
    files,
    languages: service.languages,
    texts: new Map([...texts].map(([language, { data }]) => [language, data])),
    pages,
    rules: rules.rules,
    ...(rules.rulesDate ? { rulesDate: rules.rulesDate } : {}),
    ...procedure,
    reasons: compileReasons(draft),
    notices: compileWordings(draft, notices, false),
    messages: compileWordings(draft, messages, true),
    knowledge: draft.knowledge.map(({ path, head, markdown }) => ({ path, ...head.data, markdown })),
    examples: listExamples(draft),
  };
};

/** Runs until enough problems are found. */
const tryCompile = (files: PackageFiles, report: Report): CompiledService | undefined => {
  try {
    const draft = readDraft(files, report);
    return draft && compileDraft(draft);
  } catch (error) {
    if (error instanceof EnoughProblems) return undefined;
    throw error;
  }
};

/**
 * Checks a package and compiles it once, for all requests to come. Pure. Every problem is listed with its place, up to a
 * few hundred; a service may have warnings beside it. Never throws, whatever the files hold.
 * @example const compiled = compilePackage(await readPackage('services/soforthilfe'), { language: 'en' });
 */
export const compilePackage = (files: PackageFiles, options: { readonly language?: ReportLanguage } = {}): Compiled => {
  const report = makeReport(options.language ?? 'de');
  const service = tryCompile(files, report);
  const problems = sortProblems(report.problems);
  const isSound = problems.every(({ severity }) => severity === 'warning');
  return service && isSound ? { kind: 'service', service, warnings: problems } : { kind: 'problems', problems };
};
