import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InLine } from '#intake';
import { SCRIPT_POLICY, SECURITY_HEADERS } from '#web/design/index.ts';
import { barrierToBegin } from './availability.ts';
import type { CitizenDeps } from './deps.ts';
import { makeVisit, type ServiceVisit, serviceBase } from './visit.ts';
import { answerWaiting, type WaitingAnswer } from './waiting-page.ts';
import { programmeOf, requestsOf } from './waiting-routes.ts';

/** Answers a request if it is one that can be answered here; the path it was for, by which it is counted. */
export type Door = (request: IncomingMessage, response: ServerResponse) => string | undefined;

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

/**
 * Makes the door: while there is a line it answers those who come to it and those who stand in it, before any framework
 * has touched the request. In a rush these are ten times as many as all others, and what they cost is taken from those
 * inside. It says nothing of its own: the pages are those of `waiting-routes.ts`, which also has every other case.
 */
export const makeDoor = (deps: Deps): Door => {
  const { registry, admission } = deps;
  const visitOf = (authority: string, service: string, language: string | null): ServiceVisit | undefined => {
    const installed = registry.peek(authority, service);
    if (!installed || installed.installation.state !== 'live') return undefined;
    return makeVisit(language ?? undefined, installed, deps);
  };

  const find = (visit: ServiceVisit, isPost: boolean, place: string | null): InLine | undefined => {
    if (isPost) return admission.placeAtOnce(programmeOf(visit), requestsOf(visit));
    return place === null ? undefined : admission.lookAtOnce(programmeOf(visit), place);
  };

  return (request, response) => {
    if (!admission.hasLine()) return undefined;
    const [, authority, service, waiting, query] = ADDRESS.exec(request.url ?? '') ?? [];
    const isPost = request.method === 'POST' && waiting === undefined;
    if (!authority || !service || !(isPost || (request.method === 'GET' && waiting))) return undefined;
    const asked = new URLSearchParams(query);
    // Who posts with a place may be let in: that is the other way's to say.
    if (isPost && asked.has('place')) return undefined;
    const visit = visitOf(authority, service, asked.get('lang'));
    if (!visit || barrierToBegin(visit)) return undefined;
    const seen = find(visit, isPost, asked.get('place'));
    if (!seen) return undefined;
    send(response, answerWaiting(visit, seen, { isNew: isPost, isStill: asked.has('still') }));
    return `${serviceBase(visit)}${waiting ?? ''}`;
  };
};
