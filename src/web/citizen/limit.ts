import type { Context, MiddlewareHandler } from 'hono';
import { html } from '#lib/html.ts';
import { heading } from '#web/design/index.ts';
import type { CitizenDeps } from './deps.ts';
import { LIMIT_WORDS } from './limit-words.ts';
import { frame, makeVisit } from './visit.ts';
import { fill } from './words.ts';

/**
 * What a network has a budget for. `journey`: beginnings. `attempt`: tries at a number and secret, or a code. `upload`: files, and
 * each megabyte of them. `save`: answers kept under a code, by their size. Whoever has begun is never limited on a page or when
 * submitting; who finds no room for a file or a copy of the answers is told there, and loses nothing.
 */
export type Limited = 'journey' | 'attempt' | 'upload' | 'save';

/** Takes from the budget of the network that a request comes from, one where nothing is said: 0, or the seconds to wait. */
export type Limit = (kind: Limited, request: Request, env: unknown, amount?: number) => number;

/** Turns away who comes from a network that has used up its budget, in words and with the time to wait. */
export const limitNetworks =
  (deps: CitizenDeps, kind: 'journey' | 'attempt'): MiddlewareHandler =>
  async (c, next) => {
    const seconds = deps.limit?.(kind, c.req.raw, c.env) ?? 0;
    return seconds === 0 ? next() : answerLimited(c, deps, seconds);
  };

const answerLimited = (c: Context, deps: CitizenDeps, seconds: number): Response => {
  const visit = makeVisit(c.req.query('lang'), undefined, deps);
  const words = LIMIT_WORDS[visit.language] ?? LIMIT_WORDS.de;
  const body = html`${heading(1, words.title)}<p class="kern-body">${fill(words.text, { seconds })}</p><p class="kern-body">${words.why}</p>`;
  c.header('retry-after', String(seconds));
  c.header('cache-control', 'no-store');
  return c.html(frame(visit, { title: words.title, failed: true, body }), 429) as Response;
};
