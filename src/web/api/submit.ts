import { checkWalk, type Outstanding, outstandingOf, type Situation, walk } from '#form';
import {
  type Admission,
  type Availability,
  availabilityOf,
  type Full,
  type Handin,
  type Installed,
  type Intake,
  isHeldBack,
  isReceived,
  listEarlier,
  type Registry,
  type Submitted,
  whyNotSend,
} from '#intake';
import { isUuid, timeOfUuid } from '#lib/id.ts';
import type { Db } from '#lib/sql.ts';
import { BERLIN, berlinDate, type Clock } from '#lib/time.ts';
import {
  type Body,
  isRefused,
  languageOf,
  type Refused,
  readBody,
  readTyped,
  refuseAnswers,
  refused,
  toErrors,
} from './body.ts';
import { describeOutstanding } from './outstanding.ts';
import { type Answer, created, problemAnswer } from './problem-details.ts';

/** What taking submissions stands on. */
export type SubmitDeps = {
  readonly registry: Registry;
  readonly intake: Intake;
  readonly db: Db;
  readonly clock: Clock;
  /** Whether the load forbids this one; absent: nothing is turned away. */
  readonly sheds?: Admission['sheds'];
  /** Whether people wait whom programs must let pass first; absent: nobody ever does. */
  readonly secondsBehind?: Admission['secondsBehind'];
  /** Told of what should not happen; never of content. */
  readonly onError: (error: Error) => void;
};

/** Seconds until a program that the load turned away should try again, as the pages tell people. */
export const SHED_SECONDS = 60;

/** A submission as it is asked for, whichever way it came. */
export type Asked = {
  readonly authority: string;
  readonly service: string;
  /** `Idempotency-Key`, `Content-Type`, `Accept-Language`; empty where there is none. */
  readonly key: string;
  readonly type: string;
  readonly languages: string;
  /** The body, read only once all else is in order. */
  readonly read: () => Promise<string>;
};

const refuseClosed = (closed: Exclude<Availability, { kind: 'open' }>, now: Temporal.Instant): Answer => {
  switch (closed.kind) {
    case 'notyet': {
      const retryAfter = Math.ceil(closed.from.since(now).total('seconds'));
      return problemAnswer('not-yet-open', { retryAfter, detail: `It opens at ${closed.from}.` });
    }
    case 'paused':
      return problemAnswer('paused', { retryAfter: 300 });
    case 'closed':
      return problemAnswer('closed');
    case 'ended':
      return problemAnswer('deadline-passed', { detail: `It was open until ${closed.until}.` });
    case 'full':
      return problemAnswer('quota-reached', { detail: `There were ${closed.quota} places.` });
    default:
      return closed satisfies never;
  }
};

/** When a program began, as its key says. */
const begunAt = (key: string, now: Temporal.Instant): Temporal.Instant => {
  const made = timeOfUuid(key);
  return made === undefined ? now : Temporal.Instant.fromEpochMilliseconds(made);
};

/** Everything that is asked stands on the package, on what the authority set, and on the moment. */
const situationOf = ({ parameters }: Installed, at: Temporal.Instant): Situation => ({
  parameters,
  received: berlinDate(at),
  now: at.toZonedDateTimeISO(BERLIN),
});

type Read = Pick<Handin, 'answers' | 'language'> & { readonly outstanding: readonly Outstanding[] };

/** Checked answers as the page way would have them. */
const readAnswers = (
  { languages }: Pick<Asked, 'languages'>,
  body: Body,
  installed: Installed,
  at: Temporal.Instant,
): Read | Refused => {
  const language = languageOf(languages);
  const typed = readTyped(installed.compiled, body, language);
  if (isRefused(typed)) return typed;
  const now = situationOf(installed, at);
  const walked = walk(installed.compiled, typed.answers, now);
  const problems = checkWalk(installed.compiled, walked, now, language);
  if (problems.length > 0) return refuseAnswers(toErrors(problems));
  return { answers: walked.answers, language: body.language ?? 'de', outstanding: outstandingOf(walked) };
};

/** Takes a submission over the API: the same checks and the same intake as the pages. */
export const makeSubmit = ({
  registry,
  intake,
  db,
  clock,
  sheds,
  secondsBehind,
  onError,
}: SubmitDeps): ((asked: Asked) => Promise<Answer>) => {
  /** Seconds until trying is worth it: later where a person holds back, soon where the load does. */
  const secondsToWait = ({ installation }: Installed): number =>
    isHeldBack(installation.limits) ? 300 : sheds?.('submit') ? SHED_SECONDS : 0;

  /** What keeps out a submission that was not received before; undefined when nothing does: a retry has the grace of a page. */
  const findBar = async ({ authority, installation }: Installed, key: string): Promise<Answer | undefined> => {
    const now = clock();
    const closed = availabilityOf(installation, now);
    const isInGrace = closed.kind === 'ended' && !whyNotSend(installation, begunAt(key, now), now);
    if (closed.kind !== 'open' && !isInGrace) return refuseClosed(closed, now);
    if (!secondsBehind || installation.limits?.programs === 'take') return undefined;
    const retryAfter = await secondsBehind({ authority: authority.id, service: installation.service });
    return retryAfter > 0 ? problemAnswer('waiting-line', { retryAfter }) : undefined;
  };

  /** The service a submission is for, if it takes this one now. */
  const findOpen = async ({ authority: at, service, key }: Asked): Promise<Installed | Refused> => {
    const installed = await registry.find(at, service);
    if (!installed || installed.installation.state === 'draft') return refused(problemAnswer('unknown-service'));
    const retryAfter = secondsToWait(installed);
    if (retryAfter > 0) return refused(problemAnswer('unavailable', { retryAfter }));
    const bar = await findBar(installed, key);
    if (!bar) return installed;
    const { authority, installation } = installed;
    if (await db.tx(authority.id, (tx) => isReceived(tx, authority.id, installation.service, key))) return installed;
    return refused(bar);
  };

  const acknowledge = (
    { authority, installation, compiled }: Installed,
    submitted: Exclude<Submitted | Full, { kind: 'conflict' }>,
    outstanding: readonly Outstanding[],
  ): Answer => {
    switch (submitted.kind) {
      case 'received': {
        const { number, receipt, secret, receivedAt } = submitted;
        const location = `/api/v1/${authority.id}/${installation.service}/submissions/${number}`;
        const said = { number, receipt, secret, receivedAt: receivedAt.toString() };
        return created(location, { ...said, outstanding: describeOutstanding(compiled, outstanding) });
      }
      case 'full':
        return refuseClosed(submitted, clock());
      case 'unavailable':
        onError(submitted.error);
        return problemAnswer('unavailable', { retryAfter: submitted.retryAfter });
      default:
        return submitted satisfies never;
    }
  };

  /** Hands read answers in; undefined where they were, or might have been, received as something else before. */
  const hand = async (id: string, installed: Installed, read: Read): Promise<Answer | undefined> => {
    const submitted = await intake.submitWithinQuota({ id, installed, ...read });
    return submitted.kind === 'conflict' ? undefined : acknowledge(installed, submitted, read.outstanding);
  };

  /**
   * The same answer as the first time to who hands in again under a package, parameters or on a day that are others now; a refusal
   * when others were received under the key, undefined when none were. Asked only where answers are refused otherwise, so
   * nobody's first try pays for it.
   */
  const repeat = async (asked: Asked, body: Body, now: Installed): Promise<Answer | undefined> => {
    const all = await listEarlier({ db, registry }, now, asked.key);
    for (const { installed, receivedAt } of all) {
      const read = readAnswers(asked, body, installed, receivedAt);
      const answer = isRefused(read) ? undefined : await hand(asked.key, installed, read);
      if (answer) return answer;
    }
    return all.length > 0 ? problemAnswer('key-reused') : undefined;
  };

  return async (asked) => {
    const { key: id, type } = asked;
    if (!isUuid(id)) return problemAnswer('missing-key');
    if (!/^application\/json\b/i.test(type)) return problemAnswer('media-type');
    const installed = await findOpen(asked);
    if (isRefused(installed)) return installed.answer;
    const body = readBody(await asked.read());
    if ('problem' in body) return problemAnswer('invalid-json', { detail: body.problem });
    const read = readAnswers(asked, body, installed, clock());
    const answer = isRefused(read) ? undefined : await hand(id, installed, read);
    const known = answer ?? (await repeat(asked, body, installed));
    return known ?? (isRefused(read) ? read.answer : problemAnswer('key-reused'));
  };
};
