import { getAuthority } from '#authority';
import { type Case, getCase, type KeyDeps, listCases } from '#case';
import type { CompiledService } from '#definition';
import { checkAnswers, walk } from '#form';
import type { Db, Tx } from '#lib/sql.ts';
import { berlinDate } from '#lib/time.ts';
import { type Assessment, assess } from './assess.ts';
import { situationOf } from './issue.ts';
import type { Compared, Verdict } from './simulate.ts';
import { forbidWrites } from './store.ts';

/** Which past cases: those of one service at one authority, received since that day. */
export type Past = { readonly authority: string; readonly service: string; readonly since?: Temporal.PlainDate };

type Said = { readonly outcome?: string | undefined; readonly amount?: string | undefined } & Pick<
  Verdict,
  'reasons' | 'doubts' | 'automatic'
>;

const ofDecision = ({ outcome, amount, reasons, doubts, automatic }: Said): Verdict => ({
  ...(outcome === undefined ? {} : { outcome }),
  ...(amount === undefined ? {} : { amount }),
  reasons,
  doubts,
  automatic,
});

const ofPriority = ({ level, reasons }: { readonly level: number; readonly reasons: readonly string[] }): Verdict => ({
  outcome: `level ${level}`,
  reasons,
  doubts: [],
  automatic: false,
});

const verdictOf = (assessment: Assessment): Verdict | undefined => {
  if (assessment.kind === 'none') return undefined;
  return assessment.kind === 'priority' ? ofPriority(assessment) : ofDecision(assessment);
};

const recordedOf = ({ assessment, priority }: Case): Verdict | undefined => {
  if (assessment) return ofDecision(assessment);
  return priority && ofPriority(priority);
};

/** The case as it was assessed then, on that day and with those duplicates, by the package to be tried. */
const tryOn = (compiled: CompiledService, found: Case, ars: string): Pick<Compared, 'after' | 'open'> => {
  const at = found.assessment?.at ?? found.priority?.at ?? found.openedAt;
  const situation = situationOf(compiled, found, at, found.assessment?.duplicates ?? {});
  try {
    const { answers } = walk(compiled, found.answers, situation);
    const open = checkAnswers(compiled, found.answers, situation).map(({ path }) => path);
    const after = verdictOf(assess(compiled, answers, situation, { ars }));
    return { open: [...new Set(open)], ...(after ? { after } : {}) };
  } catch {
    // Answers of a form with other kinds of fields. What was thrown may quote an answer, so it is not told.
    return { open: [] };
  }
};

const PAGE = 200;

type Page = { readonly compared: readonly Compared[]; readonly next?: string | undefined };

const tryPage = async (
  tx: Tx,
  deps: KeyDeps,
  compiled: CompiledService,
  { authority, service, since }: Past,
  after: string | undefined,
): Promise<Page> => {
  const { ars } = await getAuthority(tx, authority);
  const filter = { service, order: 'newest', limit: PAGE, ...(after === undefined ? {} : { after }) } as const;
  const { entries, next } = await listCases(tx, deps, authority, filter);
  const isWanted = ({ receivedAt }: (typeof entries)[number]): boolean =>
    !since || Temporal.PlainDate.compare(berlinDate(receivedAt), since) >= 0;
  const compared: Compared[] = [];
  for (const { id } of entries.filter((entry) => entry.summary && isWanted(entry))) {
    const found = await getCase(tx, deps, authority, id);
    const before = recordedOf(found);
    if (before) compared.push({ number: found.number, before, ...tryOn(compiled, found, ars) });
  }
  return { compared, next: entries.every(isWanted) ? next : undefined };
};

/**
 * Tries a package on the past cases of a service; cases that no rule has assessed yet, or whose data was deleted, take no
 * part. Never writes: the database itself refuses it.
 * @throws Error for an unknown authority
 */
export const simulate = async (
  { db, keys }: KeyDeps & { readonly db: Db },
  compiled: CompiledService,
  past: Past,
): Promise<readonly Compared[]> => {
  const compared: Compared[] = [];
  for (let after: string | undefined; ; ) {
    const page = await db.tx(past.authority, async (tx) => {
      await forbidWrites(tx);
      return tryPage(tx, { keys }, compiled, past, after);
    });
    compared.push(...page.compared);
    if (page.next === undefined) return compared;
    after = page.next;
  }
};
