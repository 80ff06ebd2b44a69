import type { Draft } from './draft.ts';

/** Norms end after they begin; data are asked for a purpose, and kept for a period that is named. */
export const checkLaw = ({ service, yaml, report }: Draft): void => {
  for (const [index, { from, to }] of service.law.entries()) {
    if (from !== undefined && to !== undefined && to < from)
      report.add('law.period', yaml.spot(['law', index, 'to']), { from, to });
  }
  const { purposes, retention } = service.privacy;
  if (Object.keys(purposes).length === 0) report.add('purpose.none', yaml.spot(['privacy', 'purposes']));
  for (const [name, purpose] of Object.entries(purposes)) {
    if (Object.hasOwn(retention, purpose.retention)) continue;
    const spot = yaml.spot(['privacy', 'purposes', name, 'retention']);
    report.add(
      'purpose.retention',
      spot,
      { name: purpose.retention },
      report.suggest(purpose.retention, Object.keys(retention)),
    );
  }
};
