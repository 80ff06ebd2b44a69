import { readFileSync } from 'node:fs';
import type { Context } from 'hono';
import { type Authority, type Command, may, type StaffMember } from '#authority';
import { type Html, html } from '#lib/html.ts';
import { addAsset, alert, icon, type Link, layout, wordsFor as wordsOfPages } from '#web/design/index.ts';
import type { OfficeEnv, OfficeLanguage } from './deps.ts';
import { wordsFor } from './words.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');
const STYLES = addAsset('office', 'css', read('./office.css') + read('./case.css') + read('./figures.css'));

/** Where one is in the navigation. */
export type Place = 'cases' | 'lists' | 'payouts' | 'situation';

export type View = {
  readonly title: string;
  readonly body: Html;
  readonly place?: Place;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500 | 503;
};

const PLACES: readonly { readonly place: Place; readonly path: string; readonly command: Command }[] = [
  { place: 'cases', path: 'cases', command: 'case.read' },
  { place: 'lists', path: 'lists', command: 'list.read' },
  { place: 'payouts', path: 'payouts', command: 'payout.read' },
  { place: 'situation', path: 'situation', command: 'situation.read' },
];

/** What the guards know by now; early pages have neither member nor authority. */
const known = (c: Context<OfficeEnv>) => ({
  language: (c.get('language') as OfficeLanguage | undefined) ?? 'de',
  member: c.get('member') as StaffMember | undefined,
  authority: c.get('authority') as Authority | undefined,
  actor: c.get('actor') as OfficeEnv['Variables']['actor'] | undefined,
});

const account = (member: StaffMember, language: OfficeLanguage): Html => {
  const words = wordsFor(language);
  const several = new Set(member.roles.map(({ authority }) => authority)).size > 1;
  return html`<div class="ko-account"><span class="ko-account__name">${member.name}</span>
${several && html`<a class="kern-link kern-link--small" href="/">${words.switchAuthority}</a>`}
<form method="post" action="/signout"><button class="ko-account__out" type="submit">${icon('logout')}<span>${words.signOut}</span></button></form></div>`;
};

/** The places that the person's roles open, in this order; the first is where one lands. */
export const placesFor = (actor: OfficeEnv['Variables']['actor']): readonly (typeof PLACES)[number][] =>
  PLACES.filter(({ command }) => may(actor, command, actor.authority));

const languageHref = (c: Context, language: OfficeLanguage): string => {
  const url = new URL(c.req.url);
  url.searchParams.set('lang', language);
  // What was posted to …/decide is read again at the page above it.
  return c.req.method === 'GET'
    ? url.pathname + url.search
    : `${url.pathname.replace(/\/[^/]*$/, '') || '/'}?lang=${language}`;
};

/** Renders a page of the office. */
export const page = (c: Context<OfficeEnv>, view: View): Response => {
  const { language, member, authority, actor } = known(c);
  const words = wordsFor(language);
  const nav: readonly Link[] | undefined =
    actor &&
    placesFor(actor).map(({ place, path }) => ({
      href: `/${actor.authority}/${path}`,
      text: words[place],
      current: place === view.place,
    }));
  const text = layout({
    language,
    title: view.title,
    failed: (view.status ?? 200) >= 400,
    ...(authority ? { authority: { href: `/${authority.id}`, text: authority.name } } : {}),
    service: { href: authority ? `/${authority.id}` : '/', text: words.office },
    languages: (['de', 'en'] as const).map((one) => ({ language: one, href: languageHref(c, one) })),
    ...(c.get('isDemo') ? { banner: wordsOfPages(language).demo } : {}),
    ...(nav ? { nav } : {}),
    ...(member ? { account: account(member, language) } : {}),
    wide: true,
    styles: [STYLES],
    footer: [{ href: c.get('citizenUrl'), text: words.forApplicants }],
    body: view.body,
  }).text;
  return c.html(text, view.status ?? 200);
};

/** A page that says one thing, and where to go from here. */
export const messagePage = (
  c: Context<OfficeEnv>,
  message: {
    readonly tone: 'info' | 'success' | 'warning' | 'danger';
    readonly title: string;
    readonly text: string;
    readonly more?: Html | false | undefined;
    readonly status: View['status'] & number;
  },
): Response =>
  page(c, {
    title: message.title,
    status: message.status,
    body: html`<div class="ko-narrow"><h1 class="kern-heading-large">${message.title}</h1>
${alert({ tone: message.tone, title: message.text })}${message.more}</div>`,
  });
