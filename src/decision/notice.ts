import type { Authority } from '#authority';
import type { Case } from '#case';
import type { CompiledService, Language, Wordings } from '#definition';
import type { Block } from '#lib/markdown.ts';
import { escapeMarkdown, plainText, readMarkdown } from '#lib/markdown.ts';
import { type Context, date, fromFeel, number, type Template, toFeel } from '#rules';
import { type Letter, levelHeadings } from './letter.ts';
import { remedyText } from './remedy.ts';

/** What a notice is made from. `context` is the one the decision rests on. */
export type NoticeSource = {
  readonly compiled: CompiledService;
  readonly authority: Authority;
  readonly case: Pick<Case, 'number' | 'receivedAt' | 'slots'>;
  readonly context: Context;
  readonly decision: {
    readonly outcome: string;
    readonly amount?: string | undefined;
    readonly reasons: readonly string[];
    readonly automatic: boolean;
  };
  readonly now: Temporal.ZonedDateTime;
};

const inLanguage = (wordings: Wordings | undefined, language: Language): Template | undefined =>
  wordings?.get(language) ?? wordings?.get('de');

/** Texts that an authority may replace, as they stand in this language. */
const readSlots = ({ compiled, case: { slots } }: NoticeSource, language: Language): Record<string, string> => {
  const texts = compiled.texts.get(language) ?? compiled.texts.get('de');
  return { ...texts?.slots, ...slots };
};

/**
 * Reasons are Markdown of the package, already rendered with escaped answers. Inside the notice a mark stands for each,
 * so that escaping what is inserted does not undo their markup. Leichte Sprache keeps a line for each sentence.
 */
const makeReasons = (source: NoticeSource, context: Context, language: Language) => {
  const texts = new Map<string, string>();
  const marks = source.decision.reasons.map((name, index) => {
    const template = inLanguage(source.compiled.reasons.get(name), language);
    if (!template) throw new Error(`The package has no wording for the reason «${name}». Add it to texts.reasons.`);
    const mark = `\ue000${index}\ue001`;
    const { text } = template.render(context, { now: source.now, language, escape: escapeMarkdown });
    texts.set(mark, text.trim().replace(/\s*\n\s*/g, language === 'de-x-leicht' ? '\\\n' : ' '));
    return mark;
  });
  return { marks, insert: (value: string): string => texts.get(value) ?? escapeMarkdown(value) };
};

const noticeContext = (source: NoticeSource, language: Language): Context => ({
  ...source.context,
  number: source.case.number,
  slots: toFeel(readSlots(source, language)),
  authority: toFeel({ name: source.authority.name, city: source.authority.city, phone: source.authority.phone }),
});

/** The notice in one language as Markdown: for the letter, the page and the package's examples. */
export const renderMarkdown = (source: NoticeSource, language: Language): string => {
  const { compiled, decision, now } = source;
  const path = compiled.service.decide?.outcomes[decision.outcome]?.notice ?? '';
  const template = inLanguage(compiled.notices.get(path), language);
  if (!template) throw new Error(`The package has no notice for the outcome «${decision.outcome}». Add ${path}.de.md.`);
  const context = noticeContext(source, language);
  const { marks, insert } = makeReasons(source, context, language);
  const notice = {
    date: date(now.toPlainDate().toString()),
    amount: decision.amount === undefined ? null : number(decision.amount),
    reasons: marks,
    automatic: decision.automatic,
  };
  return template.render({ ...context, notice: toFeel(notice) }, { now, language, escape: insert }).text;
};

/** A notice taken apart: what its first heading says, and the rest. */
export const readNotice = (markdown: string, fallback: string): { title: string; body: readonly Block[] } => {
  const blocks = readMarkdown(markdown);
  const [first, ...rest] = blocks;
  return first?.kind === 'heading'
    ? { title: plainText(first.children), body: levelHeadings(rest, 2) }
    : { title: fallback, body: levelHeadings(blocks, 2) };
};

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const addressLines = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { street, houseNumber, postalCode, city, country } = value as Record<string, unknown>;
  const lines = [`${text(street)} ${text(houseNumber)}`.trim(), `${text(postalCode)} ${text(city)}`.trim()];
  return [...lines, text(country) === 'DE' ? '' : text(country)].filter(Boolean);
};

/** Whom the notice is addressed to: name, then the postal address where the form asked for one. */
const readRecipient = ({ compiled: { contact }, context, now }: NoticeSource): string[] => {
  const name = text(fromFeel(contact.name.evaluate(context, { now }).value));
  const address = contact.address && fromFeel(contact.address.evaluate(context, { now }).value);
  return [name, ...addressLines(address)].filter(Boolean);
};

const GERMAN_DAY = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const germanDay = (day: Temporal.PlainDate): string => day.toLocaleString('de-DE', GERMAN_DAY);

const VALIDITY = {
  automatic:
    'Dieser Bescheid wurde vollständig durch automatische Einrichtungen erlassen (§ 35a VwVfG). Er ist ohne Unterschrift gültig (§ 37 Absatz 5 VwVfG).',
  person:
    'Dieser Bescheid wurde mit Hilfe automatischer Einrichtungen erstellt und ist ohne Unterschrift gültig (§ 37 Absatz 5 VwVfG).',
};

/** The binding notice, in German (§ 23 VwVfG), as a letter. */
export const makeLetter = (source: NoticeSource): Letter => {
  const { authority, decision, now } = source;
  const { number: reference, receivedAt } = source.case;
  const outcome = source.compiled.texts.get('de')?.outcomes[decision.outcome] ?? 'Bescheid';
  const { title, body } = readNotice(renderMarkdown(source, 'de'), outcome);
  const place = `${authority.street} · ${authority.postalCode} ${authority.city}`;
  const today = germanDay(now.toPlainDate());
  const received = germanDay(receivedAt.toZonedDateTimeISO(now.timeZoneId).toPlainDate());
  return {
    title,
    number: reference,
    reference: `Aktenzeichen ${reference} · ${today}`,
    sender: {
      name: authority.name,
      place,
      return: `${authority.name} · ${place}`,
      footer: [`${authority.name} · ${place}`, `Telefon ${authority.phone} · ${authority.email}`],
    },
    recipient: readRecipient(source),
    info: [
      ['Aktenzeichen', reference],
      ['Ihr Antrag vom', received],
      ['Telefon', authority.phone],
      ['E-Mail', authority.email],
      ['Datum', today],
    ],
    body,
    remedy: levelHeadings(readMarkdown(remedyText(authority.remedy, 'de')), 2),
    signature: authority.signatory.split(/,\s*/),
    validity: decision.automatic ? VALIDITY.automatic : VALIDITY.person,
  };
};
