import type { Draft } from './draft.ts';
import type { RulesVersion } from './rules-version.ts';
import type { Path } from './yaml-file.ts';

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

const scopes = ({ ars }: RulesVersion): readonly string[] => ars ?? [''];

const covers = (version: RulesVersion, area: string): boolean => scopes(version).some((own) => area.startsWith(own));

const meet = (a: RulesVersion, b: RulesVersion): boolean =>
  (a.from ?? FIRST) <= (b.to ?? LAST) && (b.from ?? FIRST) <= (a.to ?? LAST);

const move = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

type Gap = { readonly from: string; readonly to: string };

/** Days between the first and the last version of an area on which none applies. */
const findGaps = (versions: readonly RulesVersion[], area: string): Gap[] => {
  const there = versions.filter((version) => covers(version, area));
  const sorted = there.toSorted((a, b) => ((a.from ?? FIRST) < (b.from ?? FIRST) ? -1 : 1));
  const gaps: Gap[] = [];
  let end: string | undefined;
  for (const { from = FIRST, to = LAST } of sorted) {
    if (end !== undefined && end < LAST && move(end, 1) < from) gaps.push({ from: move(end, 1), to: move(from, -1) });
    if (end === undefined || to > end) end = to;
  }
  return gaps;
};

const nameArea = (area: string, { report }: Draft): string => {
  if (area !== '') return `ARS ${area}`;
  return report.language === 'de' ? 'überall' : 'everywhere';
};

const checkOverlap = (draft: Draft, versions: readonly RulesVersion[], index: number, path: Path): void => {
  const version = versions[index];
  if (!version) return;
  const spot = draft.yaml.spot([...path, index]);
  const { from, to } = version;
  if (from !== undefined && to !== undefined && to < from) draft.report.add('model.period', spot, { from, to });
  for (const earlier of versions.slice(0, index)) {
    const shared = scopes(version).find((area) => scopes(earlier).includes(area));
    if (shared === undefined || !meet(version, earlier)) continue;
    draft.report.add('model.overlap', spot, { file: earlier.file, area: nameArea(shared, draft) });
  }
};

/** Versions of a decision: on every day at most one for an area, and no day without one between two. */
export const checkVersions = (draft: Draft, versions: readonly RulesVersion[], path: Path): void => {
  for (const index of versions.keys()) checkOverlap(draft, versions, index, path);
  for (const area of new Set(versions.flatMap(scopes))) {
    for (const { from, to } of findGaps(versions, area))
      draft.report.add('model.gap', draft.yaml.spot(path), { from, to, area: nameArea(area, draft) });
  }
};
