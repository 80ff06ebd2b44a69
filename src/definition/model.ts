import type { CompiledService } from './compiled.ts';
import type { Draft } from './draft.ts';
import type { Path } from './yaml-file.ts';

const reportMissing = ({ yaml, report, files }: Draft, path: Path, file: string): void => {
  const others = [...files.keys()].filter((other) => other.endsWith('.dmn'));
  report.add('file.missing', yaml.spot(path), { file }, report.suggest(file, others));
};

/** Compiles the DMN model that decides or prioritises. */
export const compileRules = (draft: Draft): Pick<Partial<CompiledService>, 'model'> => {
  const { service, files } = draft;
  for (const section of ['decide', 'prioritise'] as const) {
    const file = service[section]?.model;
    if (file !== undefined && !files.has(file)) reportMissing(draft, [section, 'model'], file);
  }
  return {};
};
