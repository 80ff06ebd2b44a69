import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Door } from '#lib/door.ts';
import { SCRIPT_POLICY, SECURITY_HEADERS } from '#web/design/index.ts';
import { barrierToBegin } from './availability.ts';
import type { CitizenDeps } from './deps.ts';
import { makeVisit, type ServiceVisit, serviceBase } from './visit.ts';
import { answerWaiting, type WaitingAnswer } from './waiting-page.ts';
import { programmeOf, requestsOf } from './waiting-routes.ts';

/** `/musterland/soforthilfe` and `/musterland/soforthilfe/waiting`, with a query. */
const ADDRESS = /^\/([\w-]+)\/([\w-]+)(\/waiting)?(?:\?([^#]*))?$/;

const HEADERS = { ...Object.fromEntries(SECURITY_HEADERS), 'content-security-policy': SCRIPT_POLICY };

type Deps = Pick<CitizenDeps, 'registry' | 'admission' | 'clock' | 'isDemo'>;

const send = (response: ServerResponse, { page, headers }: WaitingAnswer): void => {
  response.writeHead(200, {
    ...HEADERS,
    ...headers,
    'content-type': 'text/html; charset=UTF-8',
    'content-length': Buffer.byteLength(page),
  });
  response.end(page);
};

/** What is asked for at the door: a place of one's own, or how a place stands. */
type Asked = { readonly authority: string; readonly service: string; readonly query: URLSearchParams } & (
  | { readonly kind: 'place' }
  | { readonly kind: 'look'; readonly code: string }
);

const readAsked = ({ method, url = '' }: IncomingMessage): Asked | undefined => {
  if (method !== 'POST' && method !== 'GET') return undefined;
  const [, authority, service, waiting, given] = ADDRESS.exec(url) ?? [];
  if (!authority || !service || (method === 'GET') !== (waiting !== undefined)) return undefined;
  const query = new URLSearchParams(given);
  const code = query.get('place');
  if (method === 'GET') return code === null ? undefined : { kind: 'look', authority, service, query, code };
  // Who posts with a place may be let in: that is the other way's to say.
  return code === null ? { kind: 'place', authority, service, query } : undefined;
};

/**
 * Makes the door: while there is a line it answers those who come to it and those who stand in it, before any framework
 * has touched the request. In a rush these are ten times as many as all others, and what they cost is taken from those
 * inside. It says nothing of its own: the pages are those of `waiting-routes.ts`, which also has every other case.
 */
export const makeDoor = (deps: Deps): Door => {
  const { registry, admission } = deps;

  const visitOf = ({ authority, service, query }: Asked): ServiceVisit | undefined => {
    const installed = registry.peek(authority, service);
    if (installed?.installation.state !== 'live') return undefined;
    const visit = makeVisit(query.get('lang') ?? undefined, installed, deps);
    return barrierToBegin(visit) ? undefined : visit;
  };

  return (request, response, answered) => {
    const asked = admission.hasLine() ? readAsked(request) : undefined;
    const visit = asked && visitOf(asked);
    if (!visit) return false;
    const programme = programmeOf(visit);
    const isNew = asked.kind === 'place';
    const seen = isNew
      ? admission.placeAtOnce(programme, requestsOf(visit))
      : admission.lookAtOnce(programme, asked.code);
    if (!seen) return false;
    send(response, answerWaiting(visit, seen, { isNew, isStill: asked.query.has('still') }));
    answered(isNew ? serviceBase(visit) : `${serviceBase(visit)}/waiting`);
    return true;
  };
};
