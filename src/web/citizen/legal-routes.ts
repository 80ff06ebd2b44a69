import type { Context, Hono } from 'hono';
import type { Authority } from '#authority';
import { answerFault } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { accessibilityPage, imprintPage, privacyPage } from './legal-pages.ts';
import { findVisible } from './visible.ts';
import { makeVisit } from './visit.ts';

/** Imprint, privacy and accessibility, made from the records of authority and package. */
export const routeLegal = (app: Hono, deps: CitizenDeps): void => {
  const visitOf = (c: Context) => makeVisit(c.req.query('lang'), undefined, deps);
  const authorityOf = async (c: Context): Promise<Authority | undefined> =>
    (await deps.registry.list()).find(({ authority }) => authority.id === c.req.param('authority'))?.authority;

  app.get('/barrierefreiheit', (c) => c.html(accessibilityPage(visitOf(c), undefined)));

  app.get('/:authority/impressum', async (c) => {
    const authority = await authorityOf(c);
    return authority ? c.html(imprintPage(visitOf(c), authority)) : answerFault(c, visitOf(c), 'notFound');
  });

  app.get('/:authority/barrierefreiheit', async (c) => {
    const authority = await authorityOf(c);
    return authority ? c.html(accessibilityPage(visitOf(c), authority)) : answerFault(c, visitOf(c), 'notFound');
  });

  app.get('/:authority/:service/datenschutz', async (c) => {
    const installed = await findVisible(deps, c.req.param('authority'), c.req.param('service'));
    if (!installed) return answerFault(c, visitOf(c), 'notFound');
    return c.html(privacyPage(makeVisit(c.req.query('lang'), installed, deps)));
  });
};
