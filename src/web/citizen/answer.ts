import type { Context } from 'hono';
import { FAULT_STATUS, type FaultKind, faultPage } from './fault-page.ts';
import type { Visit } from './visit.ts';

type PageStatus = 200 | 404 | 410 | 422 | 429 | 503;

/**
 * Sends one page of questions. The browser alone may keep it, and must ask before it shows it again, except by its own
 * way back: under `no-store` Chromium 153 answers that with an error page, since each page is the answer to a post.
 */
export const answerQuestion = (c: Context, page: string, status: PageStatus = 200): Response => {
  c.header('cache-control', 'private, no-cache');
  return c.html(page, status) as Response;
};

/** Sends a page that shows all of somebody's answers, or a secret: nothing keeps it, on a shared computer least of all. */
export const answerPage = (c: Context, page: string, status: PageStatus = 200): Response => {
  c.header('cache-control', 'no-store');
  return c.html(page, status) as Response;
};

export const answerFault = (c: Context, visit: Visit, kind: FaultKind): Response => {
  c.header('cache-control', 'no-store');
  if (kind === 'away') c.header('retry-after', '30');
  return c.html(faultPage(visit, kind), FAULT_STATUS[kind]) as Response;
};
