import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DatabaseAway } from '#lib/sql.ts';

/** Kinds of problem the API answers with: HTTP status, and what they mean to who programs against it. */
export const PROBLEMS = {
  'unknown-service': { status: 404, title: 'There is no such service at this authority.' },
  'unknown-submission': { status: 404, title: 'There is no submission with this number and secret.' },
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'missing-secret': { status: 401, title: 'Send the secret of the submission as «Authorization: Bearer <secret>».' },
  'missing-key': {
    status: 400,
    title: 'Send a UUID of your own as «Idempotency-Key»: the same key on every retry of the same submission.',
  },
  'invalid-json': { status: 400, title: 'The body is not JSON of the shape {"answers": {…}}.' },
  'media-type': { status: 415, title: 'Send the body as application/json.' },
  'too-large': { status: 413, title: 'The body is larger than this service takes.' },
  'invalid-answers': { status: 422, title: 'Some answers are missing or wrong; see errors.' },
  'key-reused': {
    status: 409,
    title: 'This Idempotency-Key was used for other content. Use a new one for a new submission.',
  },
  'nothing-outstanding': { status: 409, title: 'Nothing is outstanding for this submission; nothing was stored.' },
  overtaken: {
    status: 409,
    title:
      'Something else was handed in at the same time; nothing was stored. Ask for the state, then send what is outstanding.',
  },
  paused: { status: 503, title: 'The service is paused. Try again later with the same Idempotency-Key.' },
  'too-many': { status: 429, title: 'Too many tries from your network. Try again after the time in Retry-After.' },
  closed: { status: 410, title: 'The service no longer takes submissions.' },
  'not-yet-open': { status: 503, title: 'The service is not open yet. Try again later with the same Idempotency-Key.' },
  'deadline-passed': { status: 410, title: 'The time in which this service takes submissions is over.' },
  'waiting-line': {
    status: 503,
    title:
      'People stand in line for this service, and programs come after them; nothing was stored. Try again after the time in Retry-After with the same Idempotency-Key.',
  },
  'quota-reached': { status: 410, title: 'All places of this service are taken.' },
  unavailable: { status: 503, title: 'Nothing is confirmed. Try again later with the same Idempotency-Key.' },
  busy: { status: 503, title: 'Very many ask at the moment. Try again after the time in Retry-After.' },
  internal: {
    status: 500,
    title: 'Something went wrong on our side. It was recorded. Try again with the same Idempotency-Key.',
  },
} as const;
export type ProblemKind = keyof typeof PROBLEMS;

/** What was wrong with one answer. */
export type AnswerError = { readonly path: string; readonly code: string; readonly detail: string };

/** An answer of the API before it is sent, by whichever way. */
export type Answer = {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What there is to say of a problem beyond its kind. `retryAfter` in seconds. */
export type Particulars = {
  readonly detail?: string;
  readonly errors?: readonly AnswerError[];
  readonly retryAfter?: number;
};

/** A problem as `application/problem+json` (RFC 9457). */
export const problemAnswer = (kind: ProblemKind, { retryAfter, ...rest }: Particulars = {}): Answer => {
  const { status, title } = PROBLEMS[kind];
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  return { status, headers, body: JSON.stringify({ type: `/api/problems/${kind}`, title, status, ...rest }) };
};

/** Seconds after which a database that switches to another server may well be back. */
const AWAY_SECONDS = 10;

/** What to say of a failure nobody expected: that trying again helps, where it does. */
export const failureAnswer = (error: Error): Answer =>
  error instanceof DatabaseAway
    ? problemAnswer('unavailable', { retryAfter: AWAY_SECONDS })
    : problemAnswer('internal');

/** What was stored, with the address of its submission. Holds secret or receipt: nothing may keep it. */
export const created = (location: string, said: object): Answer => ({
  status: 201,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', location },
  body: JSON.stringify(said),
});

export const sendAnswer = (c: Context, { status, headers, body }: Answer): Response => c.body(body, status, headers);

export const answerProblem = (c: Context, kind: ProblemKind, more?: Particulars): Response =>
  sendAnswer(c, problemAnswer(kind, more));
