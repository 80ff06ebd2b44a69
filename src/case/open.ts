import { type Authority, getAuthority } from '#authority';
import type { CompiledService } from '#definition';
import { type Answers, makeContext, parametersContext } from '#form';
import { dropUnnamed, type Failure, openSubmission, type Registry, type Submission, takeSubmissions } from '#intake';
import { canonicalJson } from '#lib/json.ts';
import { apart, isPassing, isRefusal } from '#lib/refusal.ts';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import { BERLIN, berlinDate } from '#lib/time.ts';
import type { RecordedAction } from './action.ts';
import { startOfChain } from './chain.ts';
import { type CaseDeps, makeLink } from './record.ts';
import { insertCases, type NewCase } from './store-open.ts';
import { sealSummary } from './summary.ts';
import { caseOpened } from './topics.ts';
import { note, reading, type Watch } from './trouble.ts';

export type OpenDeps = CaseDeps & Watch & { readonly db: Db; readonly registry: Registry };

const blindIndexes = (deps: OpenDeps, compiled: CompiledService, submission: Submission, answers: Answers) =>
  (compiled.service.decide?.duplicates ?? []).flatMap((field) => {
    const answer = answers[field];
    if (answer === undefined) return [];
    const value = typeof answer === 'string' ? answer : canonicalJson(answer);
    return [{ field, hash: deps.keys.blind(submission.authority, `${submission.service}/${field}`, value) }];
  });

/** A case to be inserted, and what its submission says. */
type Prepared = NewCase & { readonly answers: Answers };

const prepare = async (deps: OpenDeps, authority: Authority, submission: Submission): Promise<Prepared> => {
  const payload = openSubmission(deps.keys, authority, submission);
  const compiled = await deps.registry.get(submission.digest);
  const answers = payload.answers as Answers;
  const at = deps.clock().round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
  const { key, wrapped } = deps.keys.makeDataKey(authority.id);
  const { digest: _, ...content } = payload;
  const opened: RecordedAction = { kind: 'opened', ...content, seq: 1, at, by: { kind: 'system', name: 'case' } };
  const now = at.toZonedDateTimeISO(BERLIN);
  return {
    submission,
    answers,
    at,
    wrapped,
    link: makeLink(key, submission, opened, startOfChain(submission.authority, submission.id)),
    summary: reading('The summary', () => {
      const parameters = parametersContext(compiled, payload.parameters);
      const received = berlinDate(submission.receivedAt);
      return sealSummary(key, submission, compiled, makeContext(compiled, answers, { parameters, received, now }), now);
    }),
    blind: reading('What finds duplicates', () => blindIndexes(deps, compiled, submission, answers)),
  };
};

/** What a batch came to: how many were taken, and which of them failed. */
type Turn = { readonly taken: number; readonly failures: readonly Failure[] };

const openBatch = async (deps: OpenDeps, tx: Tx, limit: number): Promise<Turn> => {
  const submissions = await takeSubmissions(tx, limit);
  const authorities = new Map<string, Authority>();
  const prepared: Prepared[] = [];
  const failures: Failure[] = [];
  for (const submission of submissions) {
    try {
      const known = authorities.get(submission.authority) ?? (await getAuthority(tx, submission.authority));
      authorities.set(submission.authority, known);
      prepared.push(await prepare(deps, known, submission));
    } catch (error) {
      if (isPassing(error) || isRefusal(error)) throw error; // the transaction is spoilt
      failures.push(await note(tx, 'submission', submission.id, error));
    }
  }
  await insert(tx, prepared);
  return { taken: submissions.length, failures };
};

const insert = async (tx: Tx, cases: readonly Prepared[]): Promise<void> => {
  await dropUnnamed(
    tx,
    cases.map(({ submission: { authority, id }, answers }) => ({ authority, id, answers })),
  );
  for (const { authority, id } of await insertCases(tx, cases)) await caseOpened.send(tx, { authority, caseId: id });
};

/** Each by itself, in one transaction: slower, and the one that PostgreSQL refuses fails alone. */
const openEach = async (deps: OpenDeps, tx: Tx, limit: number): Promise<Turn> => {
  const submissions = await takeSubmissions(tx, limit);
  const failures: Failure[] = [];
  for (const submission of submissions) {
    try {
      await apart(tx, async () =>
        insert(tx, [await prepare(deps, await getAuthority(tx, submission.authority), submission)]),
      );
    } catch (error) {
      if (isPassing(error)) throw error;
      failures.push(await note(tx, 'submission', submission.id, error));
    }
  }
  return { taken: submissions.length, failures };
};

/**
 * Takes up to `limit` waiting submissions and opens their cases in one transaction; returns how many were taken. What cannot be
 * opened is tried again after growing pauses and in the end set aside with the reason; the others go on. Any number of workers
 * may do this at once. @throws Error when the database failed: nothing was taken then
 */
export const openCases = async (deps: OpenDeps, limit = 100): Promise<number> => {
  const turn = (work: typeof openBatch): Promise<Turn> => deps.db.tx(ANY_AUTHORITY, (tx) => work(deps, tx, limit));
  const { taken, failures } = await turn(openBatch).catch((error: Error) => {
    if (!isRefusal(error)) throw error;
    return turn(openEach);
  });
  for (const failure of failures) deps.troubled?.(failure);
  return taken;
};
