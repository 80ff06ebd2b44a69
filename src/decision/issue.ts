import { announcedOn, deadline, getAuthority } from '#authority';
import { type Case, type CaseDeps, type CaseRef, getHead, lockCase, record } from '#case';
import type { CompiledService } from '#definition';
import { parametersContext, type Situation } from '#form';
import type { Registry } from '#intake';
import { makeUuid } from '#lib/id.ts';
import type { Db } from '#lib/sql.ts';
import { BERLIN, berlinDate } from '#lib/time.ts';
import { assess } from './assess.ts';
import { makeLetter, type NoticeSource } from './notice.ts';
import { explanationHtml, letterHtml } from './notice-html.ts';
import type { Printer } from './print.ts';
import { insertNotice, type NoticeText, sha256 } from './store.ts';
import { decisionIssued, decisionMade } from './topics.ts';

export type DecisionDeps = CaseDeps & { readonly db: Db; readonly registry: Registry };
export type NoticeDeps = DecisionDeps & { readonly printer: Printer };

/** The package by which a case is decided; read before the transaction, so that none waits for a second connection. */
export const getCompiled = async ({ db, registry }: DecisionDeps, { authority, caseId }: CaseRef) =>
  registry.get((await db.tx(authority, (tx) => getHead(tx, authority, caseId))).digest);

/** The situation in which a case was, or is being, assessed. */
export const situationOf = (
  compiled: CompiledService,
  found: Case,
  at: Temporal.Instant,
  duplicates: Readonly<Record<string, number>>,
): Situation => ({
  parameters: parametersContext(compiled, found.parameters),
  received: berlinDate(found.receivedAt),
  now: at.toZonedDateTimeISO(BERLIN),
  duplicates,
});

/** The context a decision rests on: the same rules on the same answers in the same situation as when it was assessed. */
export const decisionContext = (compiled: CompiledService, found: Case): NoticeSource['context'] => {
  const { assessment } = found;
  if (!assessment) throw new Error(`Case ${found.number} was not assessed. Its rules run when it is opened.`);
  const situation = situationOf(compiled, found, assessment.at, assessment.duplicates);
  const again = assess(compiled, found.answers, situation, { rules: assessment.rules });
  if (again.kind !== 'decision') throw new Error(`Service ${found.service} decides nothing; it has no notice.`);
  return again.context;
};

/** A notice as page and PDF, with an explanation in the applicant's language where the package has one. */
export const renderNotice = (
  printer: Printer,
  source: NoticeSource,
  language: Case['language'],
): NoticeText & { readonly pdf: Buffer } => {
  const letter = makeLetter(source);
  const explained = language !== 'de' && source.compiled.languages.includes(language);
  return {
    title: letter.title,
    html: letterHtml(letter).text,
    pdf: printer.print(letter, source.now.toInstant()),
    ...(explained ? { explanation: { language, html: explanationHtml(source, language).text } } : {}),
  };
};

const ONE_MONTH = Temporal.Duration.from({ months: 1 });

/** Issues the notice of a decision that stands. Running again does nothing. */
const issue = async (deps: NoticeDeps, { authority, caseId }: CaseRef): Promise<void> => {
  const compiled = await getCompiled(deps, { authority, caseId });
  await deps.db.tx(authority, async (tx) => {
    const found = await lockCase(tx, deps, authority, caseId);
    const { decision } = found;
    if (found.notice || found.state !== 'decided' || !decision) return;
    const sender = await getAuthority(tx, authority);
    const at = deps.clock();
    const now = at.toZonedDateTimeISO(BERLIN);
    const context = decisionContext(compiled, found);
    const source: NoticeSource = { compiled, authority: sender, case: found, context, decision, now };
    const rendered = renderNotice(deps.printer, source, found.language);
    const sent = now.toPlainDate();
    const announced = announcedOn(sent, sender.land);
    const days = {
      sent: sent.toString(),
      announced: announced.toString(),
      objectUntil: deadline(announced, ONE_MONTH, sender.land).toString(),
    };
    const id = makeUuid(at.epochMilliseconds);
    const hash = sha256(rendered.pdf);
    await insertNotice(tx, deps, { authority, caseId }, { ...rendered, ...days, id, sha256: hash });
    const by = { kind: 'system', name: 'decision' } as const;
    await record(tx, deps, { authority, caseId, by }, { kind: 'noticed', notice: id, sha256: hash, ...days });
    await decisionIssued.send(tx, { authority, caseId });
  });
};

/** Issues notices. */
export const handleDecisionMade = (deps: NoticeDeps) => decisionMade.handle('decision', (ref) => issue(deps, ref));
