import type { Context } from 'hono';
import { type Entered, enteredOf } from '#form';
import type { CitizenDeps } from './deps.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import type { Post } from './journey.ts';
import { type Pair, readMultipart } from './multipart.ts';
import { type Arrived, readArrived, takeIn } from './upload.ts';
import type { ServiceVisit } from './visit.ts';

/** More controls than the largest form has: 200 entries of 20 fields. */
const MOST_CONTROLS = 5000;
/** Largest post without files, in bytes. */
const MOST_BYTES = 1 << 20;

/** Whether a post may carry files. */
export const isMultipart = (c: Context): boolean => /^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '');

const readPairs = async (c: Context): Promise<readonly Pair[] | undefined> => {
  const type = c.req.header('content-type') ?? '';
  return type.startsWith('application/x-www-form-urlencoded')
    ? [...new URLSearchParams(await c.req.text())]
    : undefined;
};

/** The controls of a form post; undefined when it is none. Browsers send it URL-encoded, programs often multipart. */
export const readForm = async (c: Context): Promise<Entered | undefined> => {
  if (isMultipart(c)) {
    const read = await readMultipart(c, MOST_BYTES);
    return read.kind === 'read' ? enteredOf(read.pairs) : undefined;
  }
  const pairs = await readPairs(c);
  return pairs && pairs.length <= MOST_CONTROLS ? enteredOf(pairs) : undefined;
};

/** Why a post of a journey cannot be followed: the fault page to show. */
type Unreadable = 'form' | 'seal' | 'large';

/** Reads the post of a journey's page: its envelope, its controls, and the files that came with it, if any (`brought`), taken or refused. */
export const readJourneyPost = async (
  c: Context,
  deps: CitizenDeps,
  visit: ServiceVisit,
): Promise<{ readonly envelope: Envelope; readonly post: Post; readonly brought: boolean } | Unreadable> => {
  const { authority, installation } = visit.installed;
  const place = { authority: authority.id, service: installation.service };
  const pairs = isMultipart(c) ? undefined : await readPairs(c);
  const arrived: Arrived | Unreadable = pairs
    ? { pairs, files: [], problems: [] }
    : isMultipart(c)
      ? await readArrived(c, deps, visit, place)
      : 'form';
  if (typeof arrived === 'string') return arrived;
  if (arrived.pairs.length > MOST_CONTROLS) return 'form';
  const sealed = arrived.pairs.find(([name]) => name === '_seal')?.[1] ?? '';
  const envelope = openEnvelope(deps.sealKeys, place, sealed);
  if (!envelope) return 'seal';
  return {
    ...takeIn(visit, envelope, c.req.param('step') ?? '', arrived),
    brought: arrived.files.length + arrived.problems.length > 0,
  };
};
