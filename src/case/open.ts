import { type Authority, getAuthority } from '#authority';
import type { CompiledService } from '#definition';
import { type Answers, makeContext, parametersContext } from '#form';
import { openSubmission, type Registry, type Submission, setAside, takeSubmissions } from '#intake';
import { canonicalJson } from '#lib/json.ts';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import { BERLIN, berlinDate } from '#lib/time.ts';
import type { RecordedAction } from './action.ts';
import { startOfChain } from './chain.ts';
import { type CaseDeps, makeLink } from './record.ts';
import { insertCases, type NewCase } from './store-open.ts';
import { sealSummary } from './summary.ts';
import { caseOpened } from './topics.ts';

export type OpenDeps = CaseDeps & { readonly db: Db; readonly registry: Registry };

const blindIndexes = (deps: OpenDeps, compiled: CompiledService, submission: Submission, answers: Answers) =>
  (compiled.service.decide?.duplicates ?? []).flatMap((field) => {
    const answer = answers[field];
    if (answer === undefined) return [];
    const value = typeof answer === 'string' ? answer : canonicalJson(answer);
    return [{ field, hash: deps.keys.blind(submission.authority, `${submission.service}/${field}`, value) }];
  });

/** The database or the network failed while a package was read: nothing is wrong with the submission. */
class PassingFault extends Error {}

const isPassing = (error: unknown): boolean =>
  error instanceof Error && ('code' in error || /timeout|terminated|connect/i.test(error.message));

const getPackage = async ({ registry }: OpenDeps, digest: string): Promise<CompiledService> => {
  try {
    return await registry.get(digest);
  } catch (error) {
    if (isPassing(error))
      throw new PassingFault('A package could not be read; the batch is tried again.', { cause: error });
    throw error;
  }
};

const prepare = async (deps: OpenDeps, authority: Authority, submission: Submission): Promise<NewCase> => {
  const payload = openSubmission(deps.keys, authority, submission);
  const compiled = await getPackage(deps, submission.digest);
  const answers = payload.answers as Answers;
  const at = deps.clock().round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
  const received = berlinDate(submission.receivedAt);
  const now = at.toZonedDateTimeISO(BERLIN);
  const context = makeContext(compiled, answers, {
    parameters: parametersContext(compiled, payload.parameters),
    received,
    now,
  });
  const { key, wrapped } = deps.keys.makeDataKey(authority.id);
  const { digest: _, ...content } = payload;
  const opened: RecordedAction = { kind: 'opened', ...content, seq: 1, at, by: { kind: 'system', name: 'case' } };
  return {
    submission,
    at,
    wrapped,
    link: makeLink(key, submission, opened, startOfChain(submission.authority, submission.id)),
    summary: sealSummary(key, submission, compiled, context, now),
    blind: blindIndexes(deps, compiled, submission, answers),
  };
};

const prepareAll = async (deps: OpenDeps, tx: Tx, submissions: readonly Submission[]): Promise<NewCase[]> => {
  const authorities = new Map<string, Authority>();
  const prepared: NewCase[] = [];
  for (const submission of submissions) {
    try {
      const known = authorities.get(submission.authority) ?? (await getAuthority(tx, submission.authority));
      authorities.set(submission.authority, known);
      prepared.push(await prepare(deps, known, submission));
    } catch (error) {
      if (error instanceof PassingFault) throw error;
      // One unreadable submission must neither hold up nor lose the others: it stays where it is, with the reason.
      await setAside(tx, submission.id, error instanceof Error ? error.message : String(error));
    }
  }
  return prepared;
};

/**
 * Takes up to `limit` waiting submissions and opens their cases in one transaction; returns how many were taken. What
 * cannot be opened is set aside with the reason. Any number of workers may do this at once.
 */
export const openCases = (deps: OpenDeps, limit = 100): Promise<number> =>
  deps.db.tx(ANY_AUTHORITY, async (tx) => {
    const submissions = await takeSubmissions(tx, limit);
    if (submissions.length === 0) return 0;
    const cases = await prepareAll(deps, tx, submissions);
    for (const { authority, id } of await insertCases(tx, cases)) await caseOpened.send(tx, { authority, caseId: id });
    return submissions.length;
  });
