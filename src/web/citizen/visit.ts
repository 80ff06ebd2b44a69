import type { Authority } from '#authority';
import { type CompiledService, Language } from '#definition';
import { type Ease, type Situation, textsFor } from '#form';
import { type Installed, type Level, levelOf } from '#intake';
import { type Html, html } from '#lib/html.ts';
import { BERLIN } from '#lib/time.ts';
import { type LanguageChoice, type Link, layout, renderMarkdown, wordsFor } from '#web/design/index.ts';
import type { CitizenDeps } from './deps.ts';
import { outboxScript } from './outbox.ts';
import { citizenWords, type Words } from './words.ts';

/** Languages of the platform's own pages. */
export const PLATFORM_LANGUAGES: readonly Language[] = ['de', 'de-x-leicht', 'en'];

/** One request: in which language, at which service, when. */
export type Visit = {
  readonly language: Language;
  readonly words: Words;
  readonly installed: Installed | undefined;
  readonly now: Temporal.ZonedDateTime;
  /** Whether the authorities are made up. */
  readonly isDemo: boolean;
  /** What is left out under load, decided once for the request. */
  readonly level: Level;
};

/** A visit at a service. */
export type ServiceVisit = Visit & {
  readonly installed: Installed;
  /** How much may follow later in this journey; absent: as the level says. */
  readonly ease?: Ease;
  /** Only these fields are asked, for a submission of this day: something is handed in later. */
  readonly rest?: { readonly only: ReadonlySet<string>; readonly received: Temporal.PlainDate };
};

const languagesOf = (service: CompiledService | undefined): readonly Language[] =>
  service?.languages ?? PLATFORM_LANGUAGES;

/** Reads `?lang=`; German where it is missing, unknown or not spoken by the service. */
export const makeVisit = <I extends Installed | undefined>(
  asked: string | undefined,
  installed: I,
  { clock, admission, isDemo = false }: Pick<CitizenDeps, 'clock' | 'admission' | 'isDemo'>,
): Visit & { readonly installed: I } => {
  const parsed = Language.safeParse(asked);
  const language = parsed.success && languagesOf(installed?.compiled).includes(parsed.data) ? parsed.data : 'de';
  const level = levelOf(installed?.installation.limits, admission.level());
  const now = clock().toZonedDateTimeISO(BERLIN);
  return { language, words: citizenWords(language), installed, now, isDemo, level };
};

/** Whatever this level leaves out of the form; more than pages cannot be. */
export const easeOf = (level: Level): Ease => Math.min(level, 2) as Ease;

export const situationOf = ({ installed, now, level, ease, rest }: ServiceVisit): Situation => ({
  parameters: installed.parameters,
  received: rest?.received ?? now.toPlainDate(),
  now,
  ease: ease ?? easeOf(level),
  ...(rest ? { only: rest.only } : {}),
});

/** An address in the visit's language. German is the default and needs no mark. */
export const inLanguage = (href: string, language: Language): string =>
  language === 'de' ? href : `${href}${href.includes('?') ? '&' : '?'}lang=${language}`;

/** Address of the service's start page, without language. */
export const serviceBase = ({ installed: { authority, installation } }: ServiceVisit): string =>
  `/${authority.id}/${installation.service}`;

/** Address below which the steps of this journey are. */
export const stepBase = (visit: ServiceVisit): string =>
  visit.rest ? `${serviceBase(visit)}/supplement/${visit.installed.compiled.digest}` : serviceBase(visit);

export type PageFrame = {
  readonly title: string;
  readonly failed?: boolean;
  readonly body: Html;
  /** Whose page it is, where it belongs to an authority but to none of its services. */
  readonly authority?: Authority | undefined;
  /** Address of this page without language, for the language switch; a page that cannot be had again offers none. */
  readonly here?: string;
  /** The form that carries answers: the language switch then posts it. */
  readonly form?: string;
};

const footer = ({ installed, language }: Visit, authority: Authority | undefined): readonly Link[] => {
  const words = wordsFor(language);
  const base = authority ? `/${authority.id}` : '';
  const link = (href: string, text: string): Link => ({ href: inLanguage(href, language), text });
  const service = installed && `${base}/${installed.installation.service}`;
  return [
    ...(authority ? [link(`${base}/impressum`, words.imprint)] : []),
    ...(service ? [link(`${service}/datenschutz`, words.privacy)] : []),
    link(`${base}/barrierefreiheit`, words.accessibility),
    link(authority ? `/status?authority=${authority.id}` : '/status', words.status),
  ];
};

/** A page of the applicants' site around its body. */
export const frame = (visit: Visit, page: PageFrame): string => {
  const { installed, language } = visit;
  const texts = installed && textsFor(installed.compiled, language);
  const { here } = page;
  const authority = installed?.authority ?? page.authority;
  const choices = here === undefined ? [] : languagesOf(installed?.compiled);
  const languages = choices.map(
    (choice): LanguageChoice => ({
      language: choice,
      href: inLanguage(here ?? '/', choice),
      ...(page.form ? { form: page.form } : {}),
    }),
  );
  return layout({
    language,
    title: page.title,
    failed: page.failed ?? false,
    authority: authority
      ? { href: inLanguage(`/${authority.id}`, language), text: authority.name }
      : { href: inLanguage('/', language), text: visit.words.homeTitle },
    ...(installed
      ? { service: { href: inLanguage(serviceBase({ ...visit, installed }), language), text: texts?.title ?? '' } }
      : {}),
    languages,
    ...(visit.isDemo ? { banner: wordsFor(language).demo } : {}),
    footer: footer(visit, authority),
    ...(installed ? { scripts: [outboxScript(language)] } : {}),
    body: page.body,
  }).text;
};

const rendered = new Map<string, Html>();

/** Markdown of a package, rendered once a process: packages have few texts, requests are many. */
export const prose = (markdown: string | undefined): Html => {
  if (!markdown) return html``;
  const known = rendered.get(markdown);
  if (known) return known;
  const made = renderMarkdown(markdown);
  if (rendered.size < 5000) rendered.set(markdown, made);
  return made;
};
