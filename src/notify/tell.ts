import { type Authority, getAuthority } from '#authority';
import { type Case, type CaseRef, caseOpened, getHead, lockCase, record } from '#case';
import { casePrioritised, decisionIssued, findNotice, type Notice, type NoticeText } from '#decision';
import { textsFor } from '#form';
import { makeUuid } from '#lib/id.ts';
import { blocksToHtml } from '#lib/markdown-html.ts';
import type { Tx } from '#lib/sql.ts';
import { payoutReleased } from '#payout';
import type { Handler } from '#queue';
import { fromFeel } from '#rules';
import type { Source } from './context.ts';
import { messageContext, pickWording } from './context.ts';
import { type NotifyDeps, queueMail } from './deliver.ts';
import { putIntoInbox } from './inbox.ts';
import type { Occasion } from './message.ts';
import { canBeMailed, type Message, renderMail, renderMessage, type Wording } from './render.ts';
import { hasMessage } from './store.ts';

const BY = { kind: 'system', name: 'notify' } as const;

type Told = Source & {
  readonly authority: Authority;
  readonly wording: Wording | undefined;
  readonly message: Message | undefined;
};

const noticeText = ({ title, html, explanation }: Notice): NoticeText => ({
  title,
  html,
  ...(explanation ? { explanation } : {}),
});

const toInbox = async (tx: Tx, deps: NotifyDeps, told: Told, notice: Notice | undefined): Promise<void> => {
  const { found, occasion, at, message, wording } = told;
  const { authority, id: caseId, number, secret } = found;
  const id = makeUuid(at.epochMilliseconds);
  const content = {
    subject: message?.subject || notice?.title || textsFor(told.compiled, found.language).title,
    html: message ? blocksToHtml(message.body, 3).text : '',
    language: wording?.language ?? 'de',
    ...(notice ? { notice: noticeText(notice) } : {}),
  };
  const pdf = notice && { name: `Bescheid-${number}.pdf`, type: 'application/pdf', content: notice.pdf };
  await putIntoInbox(tx, secret, { authority, id, caseId, occasion, madeAt: at }, content, pdf ? [pdf] : []);
  await record(
    tx,
    deps,
    { authority, caseId, by: BY },
    { kind: 'messaged', occasion, channel: 'inbox', state: 'sent' },
  );
};

const toMail = async (tx: Tx, deps: NotifyDeps, told: Told): Promise<void> => {
  const { compiled, found, wording, authority, occasion, at, message } = told;
  const to = compiled.contact.email && fromFeel(compiled.contact.email.evaluate(told.context, { now: told.now }).value);
  if (typeof to !== 'string' || to === '') return;
  const language = wording?.language ?? found.language;
  const frame = {
    language,
    title: textsFor(compiled, found.language).title,
    number: found.number,
    authority: authority.name,
    statusUrl: `${deps.citizenUrl}/status?lang=${found.language}`,
  };
  const mailable = wording && canBeMailed(wording.template) ? message : undefined;
  const mail = {
    ...renderMail(frame, mailable),
    to,
    language,
    sender: { name: authority.name, replyTo: authority.email },
  };
  await queueMail(tx, deps, { authority: found.authority, caseId: found.id, occasion, madeAt: at }, mail);
};

/**
 * Tells the applicant what happened: an inbox item, and a mail where there is an address, in one transaction. Running
 * again does nothing: each occasion is told once.
 */
const tell = async (deps: NotifyDeps, { authority, caseId }: CaseRef, occasion: Occasion): Promise<void> => {
  const { digest } = await deps.db.tx(authority, (tx) => getHead(tx, authority, caseId));
  const compiled = await deps.registry.get(digest);
  await deps.db.tx(authority, async (tx) => {
    const found: Case = await lockCase(tx, deps, authority, caseId);
    const wording = pickWording(compiled, occasion, found.language);
    const notice = occasion === 'decided' ? await findNotice(tx, deps, authority, caseId) : undefined;
    if (!wording && !notice) return;
    if (await hasMessage(tx, { authority, caseId, occasion, channel: 'inbox' })) return;
    const sender = await getAuthority(tx, authority);
    const source = messageContext(compiled, found, sender, occasion, deps.clock());
    const message = wording && renderMessage(wording, source.context, source.now);
    const told: Told = { ...source, authority: sender, wording, message };
    await toInbox(tx, deps, told, notice);
    await toMail(tx, deps, told);
  });
};

/** What makes messages of what happens to cases. */
export const tellApplicants = (deps: NotifyDeps): readonly Handler[] => [
  caseOpened.handle('notify', (ref) => tell(deps, ref, 'received')),
  decisionIssued.handle('notify', (ref) => tell(deps, ref, 'decided')),
  payoutReleased.handle('notify', (ref) => tell(deps, ref, 'paid')),
  casePrioritised.handle('notify', (ref) => tell(deps, ref, 'prioritised')),
];
