import type { Context, Hono } from 'hono';
import { type Case, findCase, logAccess } from '#case';
import { attachmentsOf } from '#form';
import { listAttachments, openAttachment, type StoredAttachment } from '#intake';
import { type Html, html } from '#lib/html.ts';
import type { Tx } from '#lib/sql.ts';
import { badge, heading, link } from '#web/design/index.ts';
import { attachmentWords } from './attachment-words.ts';
import type { OfficeDeps, OfficeEnv, OfficeLanguage } from './deps.ts';
import { missingPage, requireRole } from './guard.ts';

/** A file that belongs to a case: named by the applicant, judged by the scanner. */
export type CaseAttachment = {
  readonly handle: string;
  readonly name: string;
  readonly size: number;
  readonly state: 'pending' | 'clean' | 'unscanned' | 'infected' | 'aside' | 'missing';
  readonly finding: string | null;
};

const stateOf = (stored: StoredAttachment | undefined): CaseAttachment['state'] => {
  const state = stored?.state ?? 'missing';
  return state === 'arriving' || state === 'leaving' ? 'missing' : state;
};

/** All files that came with a case, at once or later. */
const listStored = async (tx: Tx, { authority, id, supplements }: Case): Promise<readonly StoredAttachment[]> => {
  const all: StoredAttachment[] = [];
  for (const journey of [id, ...supplements.map(({ supplement }) => supplement)])
    all.push(...(await listAttachments(tx, authority, journey)));
  return all;
};

/** Also those that came after the decision, and take no part in it. */
const namedIn = ({ answers, supplements }: Case) =>
  attachmentsOf(Object.assign({}, answers, ...supplements.map((one) => one.answers)));

/** The files of a case's answers, each with its state. */
export const readAttachments = async (tx: Tx, found: Case): Promise<readonly CaseAttachment[]> => {
  const named = namedIn(found);
  if (named.length === 0) return [];
  const stored = new Map((await listStored(tx, found)).map((one) => [one.handle, one]));
  return named.map(({ handle, name, size }) => {
    const one = stored.get(handle);
    return { handle, name, size, state: stateOf(one), finding: one?.finding ?? null };
  });
};

/** What officers may open: nothing that waits in quarantine, could not be scanned or was found to be malicious. */
const mayOpen = (state: CaseAttachment['state']): boolean => state === 'clean' || state === 'unscanned';

const TONES = {
  pending: 'info',
  clean: 'success',
  unscanned: 'warning',
  infected: 'danger',
  aside: 'danger',
  missing: 'danger',
} as const satisfies Record<CaseAttachment['state'], string>;

const kilobytes = (bytes: number, language: OfficeLanguage): string =>
  `${Math.max(1, Math.round(bytes / 1000)).toLocaleString(language)} kB`;

/** The attachments of a case, with a way to those that may be opened. */
export const attachmentsPanel = (
  base: string,
  attachments: readonly CaseAttachment[],
  language: OfficeLanguage,
): Html | false => {
  const words = attachmentWords(language);
  const item = ({ handle, name, size, state, finding }: CaseAttachment): Html =>
    html`<li>${mayOpen(state) ? link(`${base}/attachments/${handle}`, name) : html`<span>${name}</span>`} <span class="ko-muted">(${kilobytes(size, language)})</span> ${badge(TONES[state], words.states[state])}${finding && html` <span class="ko-muted">${finding}</span>`}</li>`;
  return (
    attachments.length > 0 &&
    html`<section class="ko-panel" data-attachments>${heading(2, words.title)}<ul class="kern-list">${attachments.map(item)}</ul></section>`
  );
};

/** A file that may be opened; that it was is noted in the same transaction. */
const findOpenable = (c: Context<OfficeEnv>, { db, keys, clock }: OfficeDeps) => {
  const actor = c.get('actor');
  const caseId = c.req.param('id') ?? '';
  return db.tx(actor.authority, async (tx) => {
    const found = await findCase(tx, { keys }, actor.authority, caseId);
    const named = found && namedIn(found).find(({ handle }) => handle === c.req.param('handle'));
    const stored = named && (await listStored(tx, found)).find(({ handle }) => handle === named.handle);
    if (!named || !stored || !mayOpen(stateOf(stored))) return undefined;
    await logAccess(tx, actor, { authority: actor.authority, caseId, what: 'attachment' }, clock());
    return { named, stored };
  });
};

/** Gives out attachments: to keep, never to show within our own pages, since their content is anybody's. */
export const addAttachments = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  app.get('/:authority/cases/:id/attachments/:handle', requireRole('case.read'), async (c) => {
    const found = await findOpenable(c, deps);
    if (!found) return missingPage(c);
    const { named, stored } = found;
    const content = openAttachment(deps, c.get('authority'), stored);
    return c.body(ReadableStream.from(content), 200, {
      'Content-Type': stored.type,
      'Content-Length': String(stored.size),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(named.name)}`,
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'no-store',
    });
  });
};
