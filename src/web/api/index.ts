import { type Context, Hono } from 'hono';
import { findStatus } from '#case';
import { findRest, findSubmission, type Installed, isHeldUp, type PublicJwk, type Submission } from '#intake';
import { parseNumber, parseSecret } from '#lib/id.ts';
import type { Tx } from '#lib/sql.ts';
import { limitBody } from '#web/design/index.ts';
import { answersSchema } from './answers-schema.ts';
import { MOST_BYTES } from './body.ts';
import { openapi } from './openapi.ts';
import { describeOutstanding } from './outstanding.ts';
import { answerProblem, failureAnswer, PROBLEMS, type ProblemKind, sendAnswer } from './problem-details.ts';
import { makeSubmit, SHED_SECONDS, type SubmitDeps } from './submit.ts';
import { makeSupplement } from './supplement.ts';

export { makeSubmissionDoor } from './door.ts';

/** What the API stands on. */
export type ApiDeps = SubmitDeps & {
  readonly receiptKeys: readonly PublicJwk[];
  readonly baseUrl: string;
  readonly version: string;
  /** Seconds to wait for somebody who tries numbers and secrets; absent: no limit. */
  readonly limit?: (kind: 'attempt', request: Request, env: unknown) => number;
};

const describe = ({ authority, installation, compiled }: Installed) => ({
  authority: authority.id,
  service: installation.service,
  version: compiled.service.version,
  package: compiled.digest,
  kind: compiled.service.kind,
  title: compiled.texts.get('de')?.title ?? installation.service,
  state: installation.state,
});

/** What headers say of a post. */
const headersOf = (c: Context) => ({
  key: c.req.header('idempotency-key') ?? '',
  type: c.req.header('content-type') ?? '',
  languages: c.req.header('accept-language') ?? '',
});

/** A submission by what its applicant knows of it. */
type Sought = {
  readonly authority: string;
  readonly service: string;
  readonly number: string;
  readonly secret: string;
};

/** Makes the programming interface: the same checks and the same intake as the pages. */
export const makeApi = (deps: ApiDeps): Hono => {
  const { registry, intake, db, receiptKeys, baseUrl, version, sheds, onError, limit } = deps;
  const submit = makeSubmit(deps);
  const supplement = makeSupplement(deps);
  const app = new Hono();

  const findService = (c: Context): Promise<Installed | undefined> =>
    registry.find(c.req.param('authority') ?? '', c.req.param('service') ?? '');

  /** What somebody brings to see a submission of theirs. */
  const readAsked = (c: Context): Sought | Response => {
    const [, given] = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (!given) return answerProblem(c, 'missing-secret');
    const seconds = limit?.('attempt', c.req.raw, c.env) ?? 0;
    if (seconds > 0) return answerProblem(c, 'too-many', { retryAfter: seconds });
    const number = parseNumber(c.req.param('number') ?? '');
    const secret = parseSecret(given);
    const { authority = '', service = '' } = c.req.param() as Readonly<Record<string, string>>;
    return number && secret ? { authority, service, number, secret } : answerProblem(c, 'unknown-submission');
  };
  /** What `read` makes of the submission, in the transaction in which it was found: everybody asks for it in a crisis. */
  const withSubmission = async <T>(
    c: Context,
    read: (tx: Tx, submission: Submission, secret: string) => T | Promise<T>,
  ): Promise<T | Response> => {
    const asked = readAsked(c);
    if (asked instanceof Response) return asked;
    const { authority, service, number, secret } = asked;
    const made = await db.tx(authority, async (tx) => {
      const found = await findSubmission(tx, authority, number, secret);
      return found?.service === service ? { read: await read(tx, found, secret) } : undefined;
    });
    return made ? made.read : answerProblem(c, 'unknown-submission');
  };
  const find = (c: Context): Promise<{ submission: Submission; secret: string } | Response> =>
    withSubmission(c, (_, submission, secret) => ({ submission, secret }));

  app.get('/api/openapi.json', (c) => c.json(openapi(baseUrl, version)));
  app.get('/.well-known/receipt-keys.json', (c) => c.json({ keys: receiptKeys }));
  app.get('/api/problems/:kind', (c) => {
    const kind = c.req.param('kind');
    return kind in PROBLEMS
      ? c.json({ type: `/api/problems/${kind}`, ...PROBLEMS[kind as ProblemKind] })
      : answerProblem(c, 'not-found');
  });
  app.get('/api/v1/services', async (c) => c.json((await registry.list()).map(describe)));
  app.get('/api/v1/:authority/:service', async (c) => {
    const installed = await findService(c);
    return installed
      ? c.json({ ...describe(installed), answers: answersSchema(installed.compiled) })
      : answerProblem(c, 'unknown-service');
  });

  const tooLarge = limitBody({
    maxSize: MOST_BYTES,
    onError: (c) => answerProblem(c, 'too-large', { detail: `At most ${MOST_BYTES} bytes.` }),
  });
  app.post('/api/v1/:authority/:service/submissions', tooLarge, async (c) =>
    sendAnswer(
      c,
      await submit({
        authority: c.req.param('authority'),
        service: c.req.param('service'),
        ...headersOf(c),
        read: () => c.req.text(),
      }),
    ),
  );

  app.get('/api/v1/:authority/:service/submissions/:number', async (c) => {
    if (sheds?.('status')) return answerProblem(c, 'busy', { retryAfter: SHED_SECONDS });
    const found = await withSubmission(c, async (tx, submission, secret) => ({
      submission,
      status: await findStatus(tx, submission.authority, submission.id),
      delayed: await isHeldUp(tx, submission.authority, submission.id),
      rest: await findRest(tx, submission, secret),
    }));
    if (found instanceof Response) return found;
    const { submission, rest, ...seen } = found;
    const { number, digest, receivedAt } = submission;
    const missing = rest?.remainder.outstanding ?? [];
    const outstanding = missing.length > 0 ? describeOutstanding(await registry.get(digest), missing) : [];
    c.header('cache-control', 'no-store');
    return c.json({ number, receivedAt: receivedAt.toString(), ...seen, outstanding });
  });
  app.post('/api/v1/:authority/:service/submissions/:number/supplements', tooLarge, async (c) => {
    const found = await find(c);
    if (found instanceof Response) return found;
    const asked = { ...headersOf(c), read: () => c.req.text() };
    return sendAnswer(c, await supplement({ ...found, ...asked }));
  });
  app.get('/api/v1/:authority/:service/submissions/:number/receipt', async (c) => {
    const found = await find(c);
    if (found instanceof Response) return found;
    return c.body(intake.receiptOf(found.submission), 200, {
      'content-type': 'application/jose',
      'cache-control': 'no-store',
    });
  });

  app.notFound((c) => answerProblem(c, 'not-found'));
  app.onError((error, c) => {
    onError(error);
    return sendAnswer(c, failureAnswer(error));
  });
  return app;
};
