import type { Context } from 'hono';
import type { Authority } from '#authority';
import { type Case, findCase, listAccess, listDuplicates, logAccess } from '#case';
import { decisionContext, situationOf } from '#decision';
import type { CompiledService } from '#definition';
import { makeContext, summary } from '#form';
import { isHeldUp } from '#intake';
import { isUuid } from '#lib/id.ts';
import { markdownToText } from '#lib/markdown-text.ts';
import { BERLIN } from '#lib/time.ts';
import { toFeel } from '#rules';
import { readAttachments } from './attachments.ts';
import type { CaseView } from './case-view.ts';
import type { OfficeDeps, OfficeEnv, OfficeLanguage } from './deps.ts';
import { readStaffNames, textsOf } from './names.ts';
import { wordsFor } from './words.ts';

/** Reasons as sentences, as the notice would say them. */
const readReasons = (
  compiled: CompiledService,
  authority: Authority,
  found: Case,
  language: OfficeLanguage,
  now: Temporal.ZonedDateTime,
): ReadonlyMap<string, string> => {
  const situation = situationOf(compiled, found, found.openedAt, found.assessment?.duplicates ?? {});
  const base = found.assessment ? decisionContext(compiled, found) : makeContext(compiled, found.answers, situation);
  const { name: authorityName, city, phone } = authority;
  const slots = toFeel({ ...textsOf(compiled, language).slots, ...found.slots });
  const sender = toFeel({ name: authorityName, city, phone });
  const context = { ...base, number: found.number, slots, authority: sender };
  const texts = [...compiled.reasons].map(([name, wordings]): [string, string] => {
    const template = wordings.get(language) ?? wordings.get('de');
    return [name, template ? markdownToText(template.render(context, { now, language }).text).trim() : name];
  });
  return new Map(texts);
};

/** What is shown beside the case itself. */
export type Extra = Pick<CaseView, 'done' | 'refusal' | 'draft'> & { readonly faults?: CaseView['faults'] };

/** Reads the case page; that it was seen is part of the same transaction. Undefined when there is no such case. */
export const readCaseView = async (
  c: Context<OfficeEnv>,
  { db, keys, registry, clock }: OfficeDeps,
  extra: Partial<Extra> = {},
): Promise<CaseView | undefined> => {
  const id = c.req.param('id') ?? '';
  const actor = c.get('actor');
  const language = c.get('language');
  if (!isUuid(id)) return undefined;
  const now = clock();
  const read = await db.tx(actor.authority, async (tx) => {
    const found = await findCase(tx, { keys }, actor.authority, id);
    if (!found) return undefined;
    await logAccess(tx, actor, { authority: actor.authority, caseId: id, what: 'case' }, now);
    const duplicates = await listDuplicates(tx, actor.authority, id);
    const attachments = await readAttachments(tx, found);
    const held = await isHeldUp(tx, actor.authority, id);
    return { found, duplicates, attachments, held, accesses: await listAccess(tx, actor.authority, id) };
  });
  if (!read) return undefined;
  const { found, accesses, duplicates } = read;
  const compiled = await registry.get(found.digest);
  const situation = situationOf(compiled, found, found.openedAt, found.assessment?.duplicates ?? {});
  return {
    case: found,
    authority: c.get('authority'),
    actor,
    compiled,
    texts: textsOf(compiled, language),
    reasons: readReasons(compiled, c.get('authority'), found, language, now.toZonedDateTimeISO(BERLIN)),
    sections: summary(compiled, found.answers, situation, language),
    accesses,
    duplicates,
    attachments: read.attachments,
    isHeldUp: read.held,
    names: await readStaffNames(
      db,
      accesses.map(({ staff }) => staff),
    ),
    now,
    language,
    words: wordsFor(language),
    ...extra,
    faults: extra.faults ?? [],
  };
};
