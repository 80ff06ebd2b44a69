import type { Place } from '#lib/problem.ts';
import type { PackageFiles } from './compiled.ts';
import { makeReport } from './report.ts';
import { readYaml } from './yaml-file.ts';

/** Tells where the keys of a sound package's YAML file stand: for findings made after it was compiled. */
export const findPlaces = (
  files: PackageFiles,
  file: string,
): ((path: readonly PropertyKey[]) => Place | undefined) => {
  const yaml = readYaml(file, new TextDecoder().decode(files.get(file)), makeReport('de'));
  return (path) => yaml?.keySpot(path).place;
};
