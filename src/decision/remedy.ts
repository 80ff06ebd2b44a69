import type { Authority } from '#authority';
import type { Language } from '#definition';
import { escapeMarkdown } from '#lib/markdown.ts';

type Remedy = Authority['remedy'];

/** German: complete after § 37 (6) VwVfG: remedy, body, seat, period, forms. What it lacks costs a year (§ 58 (2) VwGO). */
const GERMAN = {
  widerspruch: `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid kann innerhalb eines Monats nach seiner Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist schriftlich, in elektronischer Form nach § 3a Absatz 2 des Verwaltungsverfahrensgesetzes, schriftformersetzend nach § 3a Absatz 3 des Verwaltungsverfahrensgesetzes und § 9a Absatz 5 des Onlinezugangsgesetzes oder zur Niederschrift bei folgender Behörde zu erheben:`,
  klage: `## Rechtsbehelfsbelehrung

Gegen diesen Bescheid kann innerhalb eines Monats nach seiner Bekanntgabe Klage erhoben werden. Die Klage ist schriftlich, als elektronisches Dokument nach § 55a der Verwaltungsgerichtsordnung oder zur Niederschrift des Urkundsbeamten der Geschäftsstelle bei folgendem Gericht zu erheben:`,
} as const satisfies Record<Remedy['kind'], string>;

const ENGLISH = {
  widerspruch: `## Your right to object

You can file an objection (Widerspruch) within one month after this decision has been announced to you: in writing, in qualified electronic form, or by having it taken down at this authority:`,
  klage: `## Your right to go to court

You can bring an action (Klage) within one month after this decision has been announced to you: in writing, as an electronic document under § 55a VwGO, or by having it taken down at this court:`,
} as const satisfies Record<Remedy['kind'], string>;

const EASY = {
  widerspruch: `## Sie sind nicht einverstanden?

Dann können Sie Widerspruch einlegen.
Widerspruch heißt: Sie sagen, dass die Entscheidung falsch ist.
Sie haben 1 Monat Zeit.
Schreiben Sie an dieses Amt.
Oder gehen Sie zu diesem Amt:`,
  klage: `## Sie sind nicht einverstanden?

Dann können Sie klagen.
Klagen heißt: Ein Gericht prüft die Entscheidung.
Sie haben 1 Monat Zeit.
Schreiben Sie an dieses Gericht.
Oder gehen Sie zu diesem Gericht:`,
} as const satisfies Record<Remedy['kind'], string>;

/** The instruction on legal remedies as Markdown, body on a line of its own. Other languages get the binding German. */
export const remedyText = ({ kind, body }: Remedy, language: Language): string => {
  const wording = language === 'en' ? ENGLISH : language === 'de-x-leicht' ? EASY : GERMAN;
  return `${wording[kind]}\n\n**${escapeMarkdown(body)}**`;
};
