import type { Context, Hono } from 'hono';
import { enteredText } from '#form';
import { answerFault, answerPage } from './answer.ts';
import type { CitizenDeps } from './deps.ts';
import { settleEase } from './ease.ts';
import { openEnvelope } from './envelope.ts';
import { resume } from './journey.ts';
import { answerStep } from './journey-routes.ts';
import { readKeptFile } from './keep.ts';
import { isMultipart, readForm } from './read-post.ts';
import { findKept } from './save.ts';
import { type ResumeFault, resumePage } from './save-pages.ts';
import { findVisible } from './visible.ts';
import { makeVisit, type ServiceVisit } from './visit.ts';

const STATUS = { shape: 422, none: 404, busy: 503 } as const satisfies Record<ResumeFault, number>;

/** Opens a file that was kept on the device, at the overview: nothing is sent that was not looked at. */
const answerKeptFile = async (c: Context, deps: CitizenDeps, visit: ServiceVisit): Promise<Response> => {
  const { authority, installation } = visit.installed;
  const place = { authority: authority.id, service: installation.service };
  const envelope = openEnvelope(deps.sealKeys, place, await readKeptFile(c));
  if (!envelope || envelope.supplement) return answerPage(c, resumePage(visit, '', 'file'), 422);
  const settled = settleEase(visit, envelope);
  return answerStep(c, deps, settled.visit, resume(settled.visit, settled.envelope, 'check'));
};

/** Going on with a journey that was kept, by its code, on any device. */
export const routeResume = (app: Hono, deps: CitizenDeps): void => {
  const visitOf = async (c: Context) => {
    const installed = await findVisible(deps, c.req.param('authority') ?? '', c.req.param('service') ?? '');
    return makeVisit(c.req.query('lang'), installed, deps);
  };

  app.get('/:authority/:service/resume', async (c) => {
    const { installed, ...rest } = await visitOf(c);
    if (!installed) return answerFault(c, { ...rest, installed }, 'notFound');
    return answerPage(c, resumePage({ ...rest, installed }));
  });

  app.post('/:authority/:service/resume', async (c) => {
    const { installed, ...rest } = await visitOf(c);
    if (!installed) return answerFault(c, { ...rest, installed }, 'notFound');
    const visit = { ...rest, installed };
    if (isMultipart(c)) return answerKeptFile(c, deps, visit);
    const entered = await readForm(c);
    if (!entered) return answerFault(c, visit, 'form');
    const typed = enteredText(entered, 'code').trim();
    const kept = await findKept(deps, visit, typed);
    if (typeof kept !== 'string') {
      const settled = settleEase(visit, kept.envelope);
      return answerStep(c, deps, settled.visit, resume(settled.visit, settled.envelope, kept.from));
    }
    if (kept === 'busy') c.header('retry-after', '60');
    return answerPage(c, resumePage(visit, typed, kept), STATUS[kept]);
  });
};
