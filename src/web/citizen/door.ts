import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Installed } from '#intake';
import type { Door } from '#lib/door.ts';
import { SCRIPT_POLICY, SECURITY_HEADERS } from '#web/design/index.ts';
import { barrierToBegin } from './availability.ts';
import type { CitizenDeps } from './deps.ts';
import { makeVisit, type ServiceVisit, serviceBase } from './visit.ts';
import { answerStanding, answerWaiting, type WaitingAnswer } from './waiting-page.ts';
import { programmeOf, requestsOf } from './waiting-routes.ts';

/** `/musterland/soforthilfe` and `/musterland/soforthilfe/waiting`, with a query. */
const ADDRESS = /^\/([\w-]+)\/([\w-]+)(\/waiting)?(?:\?([^#]*))?$/;

const HEADERS = { ...Object.fromEntries(SECURITY_HEADERS), 'content-security-policy': SCRIPT_POLICY };

/** For so many ms a visit serves all who come: to the second, opening times and pauses are seen no later than elsewhere. */
const VISIT_MS = 250;
type Glance = { readonly at: number; readonly visit: ServiceVisit | undefined };

type Deps = Pick<CitizenDeps, 'registry' | 'admission' | 'clock' | 'isDemo'> & {
  /** For how many ms a request has waited at the proxy; undefined where none says so. */
  readonly queuedFor?: (request: IncomingMessage) => number | undefined;
};

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
  const { registry, admission, clock, queuedFor } = deps;

  const glances = new WeakMap<Installed, Map<string, Glance>>();

  /** What a visit of this language is now; undefined where one cannot begin. */
  const lookUp = (installed: Installed, language: string): ServiceVisit | undefined => {
    const at = clock().epochMilliseconds;
    const known = glances.get(installed) ?? new Map<string, Glance>();
    glances.set(installed, known);
    const found = known.get(language);
    if (found && at >= found.at && at - found.at < VISIT_MS) return found.visit;
    const visit = makeVisit(language, installed, deps);
    const glance = { at, visit: barrierToBegin(visit) ? undefined : visit };
    // By what was made of it: who makes up languages fills no memory.
    known.set(visit.language, glance);
    return glance.visit;
  };

  const visitOf = ({ authority, service, query }: Asked): ServiceVisit | undefined => {
    const installed = registry.peek(authority, service);
    if (installed?.installation.state !== 'live') return undefined;
    return lookUp(installed, query.get('lang') ?? 'de');
  };

  /** Answers somebody who comes to the line or stands in it; false where it is somebody else or cannot be done at once. */
  const answer = (asked: Asked, response: ServerResponse, answered: (path: string) => void): boolean => {
    const visit = visitOf(asked);
    if (!visit) return false;
    const programme = programmeOf(visit);
    if (asked.kind === 'place') {
      const seen = admission.placeAtOnce(programme, requestsOf(visit));
      if (!seen) return false;
      send(response, answerWaiting(visit, seen, { isNew: true }));
      answered(serviceBase(visit));
      return true;
    }
    const seen = admission.lookAtOnce(programme, asked.code);
    if (!seen) return false;
    send(response, answerStanding(visit, seen, asked.query.has('still')));
    answered(`${serviceBase(visit)}/waiting`);
    return true;
  };

  return (request, response, answered) => {
    const asked = admission.hasLine() ? readAsked(request) : undefined;
    if (asked) return answer(asked, response, answered);
    // How long those at the door waited at the proxy says nothing of those inside, for whom the rate is found.
    const queued = queuedFor?.(request);
    if (queued !== undefined) admission.queued(queued);
    return false;
  };
};
