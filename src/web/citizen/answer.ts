import type { Context } from 'hono';
import { FAULT_STATUS, type FaultKind, faultPage } from './fault-page.ts';
import type { Visit } from './visit.ts';

/** Sends a page with somebody's answers: no cache may keep it, on a shared computer least of all. */
export const answerPage = (c: Context, page: string, status: 200 | 404 | 422 | 503 = 200): Response => {
  c.header('cache-control', 'no-store');
  return c.html(page, status) as Response;
};

export const answerFault = (c: Context, visit: Visit, kind: FaultKind): Response => {
  c.header('cache-control', 'no-store');
  return c.html(faultPage(visit, kind), FAULT_STATUS[kind]) as Response;
};
