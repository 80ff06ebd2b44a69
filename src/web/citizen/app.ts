import { Hono } from 'hono';
import { DatabaseAway } from '#lib/sql.ts';
import { limitBody, protect, SCRIPT_POLICY, serveAssets } from '#web/design/index.ts';
import { answerFault } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { homePage } from './home-page.ts';
import { routeJourney } from './journey-routes.ts';
import { routeKeep } from './keep.ts';
import { routeLegal } from './legal-routes.ts';
import { limitNetworks } from './limit.ts';
import { isMultipart } from './read-post.ts';
import { routeReceipt } from './receipt-routes.ts';
import { routeResume } from './resume-routes.ts';
import { routeStatus } from './status-routes.ts';
import { routeSupplement } from './supplement-routes.ts';
import { makeVisit } from './visit.ts';
import { routeWaiting } from './waiting-routes.ts';

/** Largest post in bytes: a full form with the answers it carries stays far below. */
const MOST_BYTES = 1 << 20;

/** The applicants' site: services, forms, receipts, status. No cookie, no session; no script needed. */
export const makeCitizenApp = (deps: CitizenDeps): Hono => {
  const app = new Hono();
  protect(app);
  serveAssets(app);
  app.use((c, next) => {
    c.header('content-security-policy', SCRIPT_POLICY); // for the outbox
    return next();
  });
  const limited = limitBody({
    maxSize: MOST_BYTES,
    onError: (c) => answerFault(c, makeVisit(c.req.query('lang'), undefined, deps), 'large'),
  });
  // Multipart posts may carry files: they are bounded as they are read, piece by piece.
  app.use((c, next) => (isMultipart(c) ? next() : limited(c, next)));
  app.get('/', async (c) => {
    c.header('cache-control', 'public, max-age=30');
    return c.html(homePage(makeVisit(c.req.query('lang'), undefined, deps), await deps.registry.list()));
  });
  app.get('/:authority', async (c, next) => {
    const offered = (await deps.registry.list()).filter(({ authority }) => authority.id === c.req.param('authority'));
    const visit = makeVisit(c.req.query('lang'), undefined, deps);
    const [first] = offered;
    return first ? c.html(homePage(visit, offered, first.authority)) : next();
  });
  routeReceipt(app, deps);
  app.post('/status', limitNetworks(deps, 'attempt'));
  app.post('/:authority/:service/resume', limitNetworks(deps, 'attempt'));
  app.post('/:authority/:service', limitNetworks(deps, 'journey'));
  routeStatus(app, deps);
  routeLegal(app, deps);
  routeWaiting(app, deps);
  routeSupplement(app, deps);
  routeKeep(app, deps);
  routeResume(app, deps); // before the journey, whose pages have the same shape of address
  routeJourney(app, deps);
  app.notFound((c) => answerFault(c, makeVisit(c.req.query('lang'), undefined, deps), 'notFound'));
  app.onError((error, c) => {
    deps.onError(error);
    const visit = makeVisit(c.req.query('lang'), undefined, deps);
    return answerFault(c, visit, error instanceof DatabaseAway ? 'away' : 'error');
  });
  return app;
};
