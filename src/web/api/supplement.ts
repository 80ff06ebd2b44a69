import type { CompiledService } from '#definition';
import {
  type Answers,
  checkWalk,
  fieldsOf,
  type Outstanding,
  outstandingOf,
  parametersContext,
  type Situation,
  walk,
} from '#form';
import {
  findRest,
  findSupplement,
  isHeldBack,
  type Rest,
  receiveSupplement,
  type Submission,
  type Supplemented,
} from '#intake';
import { isUuid } from '#lib/id.ts';
import { BERLIN } from '#lib/time.ts';
import {
  type Body,
  isRefused,
  languageOf,
  type Refused,
  readBody,
  readTyped,
  refuseAnswers,
  toErrors,
} from './body.ts';
import { describeOutstanding } from './outstanding.ts';
import { type Answer, created, problemAnswer } from './problem-details.ts';
import type { Asked, SubmitDeps } from './submit.ts';

/** What somebody who proved to have the secret hands in later. */
export type AskedRest = Pick<Asked, 'key' | 'type' | 'languages' | 'read'> & {
  readonly submission: Submission;
  readonly secret: string;
};

const toError = (path: string, code: string, detail: string) => ({ path, code, detail });

/** As the pages ask for it: only what is outstanding, under the package, parameters and day of the submission. */
const situationOf = (compiled: CompiledService, { remainder }: Rest, at: Temporal.Instant): Situation => ({
  parameters: parametersContext(compiled, remainder.parameters),
  received: Temporal.PlainDate.from(remainder.received),
  now: at.toZonedDateTimeISO(BERLIN),
  ease: 2, // what is left out now can be handed in another time
  only: fieldsOf(compiled.pages, remainder.outstanding),
});

type Read = {
  /** Those of this supplement alone, and with all that was answered before. */
  readonly own: Answers;
  readonly all: Answers;
  readonly outstanding: readonly Outstanding[];
};

/** Checked answers as the page way would have them. */
const readRest = (
  compiled: CompiledService,
  rest: Rest,
  body: Body,
  { languages, at }: { readonly languages: string; readonly at: Temporal.Instant },
): Read | Refused => {
  const language = languageOf(languages);
  const typed = readTyped(compiled, body, language);
  if (isRefused(typed)) return typed;
  const situation = situationOf(compiled, rest, at);
  const isAsked = (id: string): boolean => situation.only?.has(id) ?? false;
  const strange = Object.keys(typed.answers).filter((id) => !isAsked(id));
  if (strange.length > 0)
    return refuseAnswers(strange.map((id) => toError(id, 'answer.settled', 'This is not outstanding. Leave it out.')));
  const all = { ...rest.remainder.answers, ...typed.answers };
  const walked = walk(compiled, all, situation);
  const problems = checkWalk(compiled, walked, situation, language);
  if (problems.length > 0) return refuseAnswers(toErrors(problems));
  const own = Object.fromEntries(Object.entries(walked.answers).filter(([id]) => isAsked(id)));
  if (Object.keys(own).length === 0)
    return refuseAnswers([toError('', 'answer.none', 'Hand in at least one of the answers that are outstanding.')]);
  const { only: _, ...whole } = situation;
  return { own, all, outstanding: outstandingOf(walk(compiled, all, whole)) };
};

/** Takes what is handed in later over the API: the same checks as the pages, and one supplement a key. */
export const makeSupplement = (deps: SubmitDeps): ((asked: AskedRest) => Promise<Answer>) => {
  const { registry, intake, db, clock, onError } = deps;

  /** What is outstanding, or was when this key was used first: a repetition is checked by what held then. */
  const findState = ({ submission, secret, key }: AskedRest) =>
    db.tx(submission.authority, async (tx) => {
      // In this order: where the twin is stored between the two looks, it is seen by the second.
      const rest = await findRest(tx, submission, secret);
      const known = await findSupplement(tx, submission.authority, submission.id, key);
      if (!known) return { rest, at: clock() };
      return { rest: await findRest(tx, submission, secret, known.position), at: known.receivedAt };
    });

  const acknowledge = (
    compiled: CompiledService,
    submission: Submission,
    stored: Supplemented,
    outstanding: Read['outstanding'],
  ): Answer => {
    switch (stored.kind) {
      case 'received': {
        const { authority, service, number } = submission;
        const { hash, receivedAt } = stored;
        const receipt = intake.receiptOf({ ...submission, hash, receivedAt });
        const said = { number, receipt, receivedAt: receivedAt.toString() };
        const location = `/api/v1/${authority}/${service}/submissions/${number}`;
        return created(location, { ...said, outstanding: describeOutstanding(compiled, outstanding) });
      }
      case 'conflict':
        return problemAnswer('key-reused');
      case 'overtaken':
        return problemAnswer('overtaken');
      default:
        return stored satisfies never;
    }
  };

  const take = async (asked: AskedRest, body: Body): Promise<Answer> => {
    const { submission, secret, languages, key: id } = asked;
    const installed = await registry.find(submission.authority, submission.service);
    if (!installed) return problemAnswer('unknown-service');
    // Open also while the service is paused or closed, since its submission was taken; not in work on the database.
    if (isHeldBack(installed.installation.limits)) return problemAnswer('unavailable', { retryAfter: 300 });
    const { rest, at } = await findState(asked);
    if (!rest || rest.remainder.outstanding.length === 0) return problemAnswer('nothing-outstanding');
    const compiled = await registry.get(submission.digest);
    const read = readRest(compiled, rest, body, { languages, at });
    if (isRefused(read)) return read.answer;
    const { own: answers, all, outstanding } = read;
    const remainder = { ...rest.remainder, outstanding: [...outstanding], answers: all };
    const { authority } = installed;
    const after = { remainder, position: rest.position + 1 };
    const handin = { id, authority, submission, secret, answers, rest: after };
    return acknowledge(compiled, submission, await receiveSupplement(deps, handin), outstanding);
  };

  return async (asked) => {
    if (!isUuid(asked.key)) return problemAnswer('missing-key');
    if (!/^application\/json\b/i.test(asked.type)) return problemAnswer('media-type');
    const body = readBody(await asked.read());
    if ('problem' in body) return problemAnswer('invalid-json', { detail: body.problem });
    try {
      return await take(asked, body);
    } catch (error) {
      onError(error as Error);
      return problemAnswer('unavailable', { retryAfter: 5 });
    }
  };
};
