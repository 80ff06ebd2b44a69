import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { findStatus } from '#case';
import { Language } from '#definition';
import { attachmentsOf, checkWalk, outstandingOf, readJson, type Situation, walk } from '#form';
import {
  type Availability,
  availabilityOf,
  findSubmission,
  type Handin,
  type Installed,
  type Intake,
  isHeldBack,
  isReceived,
  type PublicJwk,
  type Registry,
  type Submission,
  type Submitted,
  whyNotSend,
} from '#intake';
import { isUuid, parseNumber, parseSecret, timeOfUuid } from '#lib/id.ts';
import type { Problem } from '#lib/problem.ts';
import type { Db } from '#lib/sql.ts';
import { BERLIN, berlinDate, type Clock } from '#lib/time.ts';
import { limitBody } from '#web/design/index.ts';
import { answersSchema } from './answers-schema.ts';
import { openapi } from './openapi.ts';
import { answerProblem, PROBLEMS, type ProblemKind } from './problem-details.ts';

/** What the API stands on. */
export type ApiDeps = {
  readonly registry: Registry;
  readonly intake: Intake;
  readonly db: Db;
  readonly clock: Clock;
  readonly receiptKeys: readonly PublicJwk[];
  readonly baseUrl: string;
  readonly version: string;
  /** Seconds to wait for somebody who tries numbers and secrets; absent: no limit. */
  readonly limit?: (kind: 'attempt', request: Request, env: unknown) => number;
  /** Told of what should not happen; never of content. */
  readonly onError: (error: Error) => void;
};

const MAX_BODY = 512 * 1024;
const Body = z.strictObject({ answers: z.record(z.string(), z.unknown()), language: Language.optional() });

const languageOf = (c: Context): Language => (/^\s*en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'de');

const readBody = async (c: Context): Promise<z.infer<typeof Body> | { readonly problem: string }> => {
  try {
    const parsed = Body.safeParse(JSON.parse(await c.req.text()));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    return { problem: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'unexpected shape'}` };
  } catch (error) {
    return { problem: error instanceof SyntaxError ? error.message : 'The body could not be read.' };
  }
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

const toErrors = (problems: readonly Problem[]) =>
  problems.map(({ path = '', code, message, remedy }) => ({
    path,
    code,
    detail: remedy ? `${message} ${remedy}` : message,
  }));

/** Only pages take files: what a program says of one cannot be believed. */
const refuseFile = (name: string) => ({
  path: '',
  code: 'answer.upload',
  detail: `The file "${name}" was not uploaded here. Files can be handed in by the pages alone; leave it out.`,
});

const refuseClosed = (c: Context, closed: Exclude<Availability, { kind: 'open' }>, now: Temporal.Instant): Response => {
  switch (closed.kind) {
    case 'notyet': {
      const retryAfter = Math.ceil(closed.from.since(now).total('seconds'));
      return answerProblem(c, 'not-yet-open', { retryAfter, detail: `It opens at ${closed.from}.` });
    }
    case 'paused':
      return answerProblem(c, 'paused', { retryAfter: 300 });
    case 'closed':
      return answerProblem(c, 'closed');
    case 'ended':
      return answerProblem(c, 'deadline-passed', { detail: `It was open until ${closed.until}.` });
    case 'full':
      return answerProblem(c, 'quota-reached', { detail: `There were ${closed.quota} places.` });
    default:
      return closed satisfies never;
  }
};

/** Makes the programming interface: the same checks and the same intake as the pages. */
export const makeApi = ({
  registry,
  intake,
  db,
  clock,
  receiptKeys,
  baseUrl,
  version,
  onError,
  limit,
}: ApiDeps): Hono => {
  const app = new Hono();

  const findService = (c: Context): Promise<Installed | undefined> =>
    registry.find(c.req.param('authority') ?? '', c.req.param('service') ?? '');

  const situation = (installed: Installed): Situation => {
    const now = clock();
    return { parameters: installed.parameters, received: berlinDate(now), now: now.toZonedDateTimeISO(BERLIN) };
  };

  const find = async (c: Context): Promise<Submission | Response> => {
    const [, given] = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (!given) return answerProblem(c, 'missing-secret');
    const seconds = limit?.('attempt', c.req.raw, c.env) ?? 0;
    if (seconds > 0) return answerProblem(c, 'too-many', { retryAfter: seconds });
    const number = parseNumber(c.req.param('number') ?? '');
    const secret = parseSecret(given);
    const authority = c.req.param('authority') ?? '';
    const found = number && secret && (await db.tx(authority, (tx) => findSubmission(tx, authority, number, secret)));
    return found && found.service === c.req.param('service') ? found : answerProblem(c, 'unknown-submission');
  };

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

  /** The service a submission is for, if it takes this one now: a retry has the grace that a page has. */
  const findOpen = async (c: Context, id: string): Promise<Installed | Response> => {
    const installed = await findService(c);
    if (!installed || installed.installation.state === 'draft') return answerProblem(c, 'unknown-service');
    if (isHeldBack(installed.installation.limits)) return answerProblem(c, 'unavailable', { retryAfter: 300 });
    const now = clock();
    const closed = availabilityOf(installed.installation, now);
    if (closed.kind === 'open') return installed;
    const made = timeOfUuid(id);
    const begun = made === undefined ? now : Temporal.Instant.fromEpochMilliseconds(made);
    if (closed.kind === 'ended' && !whyNotSend(installed.installation, begun, now)) return installed;
    const { authority, installation } = installed;
    if (await db.tx(authority.id, (tx) => isReceived(tx, authority.id, installation.service, id))) return installed;
    return refuseClosed(c, closed, now);
  };

  /** Checked answers as the page way would have them. */
  const readAnswers = async (
    c: Context,
    installed: Installed,
  ): Promise<Pick<Handin, 'answers' | 'language' | 'outstanding'> | Response> => {
    const body = await readBody(c);
    if ('problem' in body) return answerProblem(c, 'invalid-json', { detail: body.problem });
    const read = readJson(installed.compiled, body.answers, languageOf(c));
    if (read.kind === 'problems') return answerProblem(c, 'invalid-answers', { errors: toErrors(read.problems) });
    const [file] = attachmentsOf(read.answers);
    if (file) return answerProblem(c, 'invalid-answers', { errors: [refuseFile(file.name)] });
    const now = situation(installed);
    const walked = walk(installed.compiled, read.answers, now);
    const problems = checkWalk(installed.compiled, walked, now, languageOf(c));
    if (problems.length > 0) return answerProblem(c, 'invalid-answers', { errors: toErrors(problems) });
    return { answers: walked.answers, language: body.language ?? 'de', outstanding: outstandingOf(walked) };
  };

  const acknowledge = (c: Context, { authority, installation }: Installed, submitted: Submitted): Response => {
    switch (submitted.kind) {
      case 'received': {
        const { number, receipt, secret, receivedAt } = submitted;
        c.header('cache-control', 'no-store');
        c.header('location', `/api/v1/${authority.id}/${installation.service}/submissions/${number}`);
        return c.json({ number, receipt, secret, receivedAt: receivedAt.toString() }, 201);
      }
      case 'conflict':
        return answerProblem(c, 'key-reused');
      case 'unavailable':
        onError(submitted.error);
        return answerProblem(c, 'unavailable', { retryAfter: submitted.retryAfter });
      default:
        return submitted satisfies never;
    }
  };

  const tooLarge = limitBody({
    maxSize: MAX_BODY,
    onError: (c) => answerProblem(c, 'too-large', { detail: `At most ${MAX_BODY} bytes.` }),
  });
  app.post('/api/v1/:authority/:service/submissions', tooLarge, async (c) => {
    const id = c.req.header('idempotency-key') ?? '';
    if (!isUuid(id)) return answerProblem(c, 'missing-key');
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return answerProblem(c, 'media-type');
    const installed = await findOpen(c, id);
    if (installed instanceof Response) return installed;
    const read = await readAnswers(c, installed);
    if (read instanceof Response) return read;
    return acknowledge(c, installed, await intake.submit({ id, installed, ...read }));
  });

  app.get('/api/v1/:authority/:service/submissions/:number', async (c) => {
    const found = await find(c);
    if (found instanceof Response) return found;
    const status = await db.tx(found.authority, (tx) => findStatus(tx, found.authority, found.id));
    c.header('cache-control', 'no-store');
    return c.json({ number: found.number, status, receivedAt: found.receivedAt.toString() });
  });
  app.get('/api/v1/:authority/:service/submissions/:number/receipt', async (c) => {
    const found = await find(c);
    if (found instanceof Response) return found;
    return c.body(intake.receiptOf(found), 200, { 'content-type': 'application/jose', 'cache-control': 'no-store' });
  });

  app.notFound((c) => answerProblem(c, 'not-found'));
  app.onError((error, c) => {
    onError(error);
    return answerProblem(c, 'internal');
  });
  return app;
};
