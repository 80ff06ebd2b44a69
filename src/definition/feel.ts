import { compileExpression, compileTemplate, type Expression, type Template } from '#rules';
import { findNearest } from './did-you-mean.ts';
import type { Report } from './report.ts';
import { type Spot, spotAt } from './spot.ts';
import { feelInWords } from './wording-feel.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Fault = { readonly code: string; readonly message: string; readonly from: number; readonly to: number };

/** Variables that an expression may read. */
export type Names = ReadonlySet<string>;

const nothing = (): Expression => {
  const compiled = compileExpression('null');
  if (compiled.kind === 'expression') return compiled.expression;
  throw new Error('FEEL does not know null. Check the module rules.');
};

/** Stands for an expression that does not compile; a package with problems is never run. */
const NOTHING = nothing();

/** Words that are near no name are often texts without quotation marks. */
const suggestName = (name: string, names: Names, report: Report): { readonly remedy?: string } => {
  if (findNearest(name, names) !== undefined) return report.suggest(name, names);
  const { remedy = '' } = report.suggest(name, names);
  const quote = report.language === 'de' ? 'Texte stehen in Anführungszeichen' : 'Texts stand in quotation marks';
  return { remedy: `${quote}: "${name}". ${remedy}`.trim() };
};

const addFaults = (
  faults: readonly Fault[],
  text: string,
  names: Names,
  report: Report,
  spot: (at: number) => Spot,
): void => {
  for (const fault of faults) {
    const name = text.slice(fault.from, fault.to);
    if (fault.code === 'template.open') report.add('template.open', spot(fault.from));
    else if (fault.code === 'name.unknown')
      report.add('feel.name', spot(fault.from), { name }, suggestName(name, names, report));
    else
      report.add(
        'feel.syntax',
        spot(fault.from),
        { detail: feelInWords(fault.message, report.language) },
        { received: text.length > 80 ? `${text.slice(0, 79)}…` : text },
      );
  }
};

/** Compiles the expression that stands at a path of a YAML file. */
export const compileFeel = (yaml: YamlFile, path: Path, text: string, names: Names, report: Report): Expression => {
  const compiled = compileExpression(text, { names });
  if (compiled.kind === 'expression') return compiled.expression;
  addFaults(compiled.problems, text, names, report, (at) => yaml.spotIn(path, at));
  return NOTHING;
};

const compileText = (text: string, names: Names, report: Report, spot: (at: number) => Spot): Template | undefined => {
  const compiled = compileTemplate(text, { names });
  if (compiled.kind === 'template') return compiled.template;
  addFaults(compiled.problems, text, names, report, spot);
  return undefined;
};

/** Compiles the text with {{ FEEL }} that stands at a path of a YAML file. */
export const compileYamlTemplate = (
  yaml: YamlFile,
  path: Path,
  text: string,
  names: Names,
  report: Report,
): Template | undefined => compileText(text, names, report, (at) => yaml.spotIn(path, at));

/** Compiles a whole file with {{ FEEL }}. */
export const compileFileTemplate = (file: string, text: string, names: Names, report: Report): Template | undefined =>
  compileText(text, names, report, (at) => spotAt(file, text, at));
