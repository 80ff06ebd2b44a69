import type { Language } from '#definition';
import { type Html, html, raw } from '#lib/html.ts';
import { FAVICON, STYLESHEET } from './assets.ts';
import { icon } from './icon.ts';
import { directionOf, LANGUAGE_NAMES, wordsFor } from './words.ts';

export type Link = { readonly href: string; readonly text: string; readonly current?: boolean };

/** A language to switch to. On pages that carry answers the switch must post them: `form` names the form. */
export type LanguageChoice = { readonly language: Language; readonly href: string; readonly form?: string };

export type Layout = {
  readonly language: Language;
  /** Heading of the page, as in its `<h1>`; the browser's title adds service and authority. */
  readonly title: string;
  /** Whether the page shows an error summary: the title then begins with it (WCAG 3.3.1, heard first). */
  readonly failed?: boolean;
  /** Who runs the site, in the head. */
  readonly authority?: Link;
  readonly service?: Link;
  readonly languages?: readonly LanguageChoice[];
  /** Navigation below the head: the office uses it. */
  readonly nav?: readonly Link[];
  /** Right side of the head: who is signed in. */
  readonly account?: Html;
  /** Says that this is no official site, but a demonstration; stands where an official site says that it is one. */
  readonly banner?: string;
  readonly footer: readonly Link[];
  /** Wide pages hold tables; narrow ones (default) text and forms. */
  readonly wide?: boolean;
  /** Scripts, by `addAsset`; pages must work without. They need a policy that lets them run: `SCRIPT_POLICY`. */
  readonly scripts?: readonly string[];
  /** Further style sheets, by `addAsset`. */
  readonly styles?: readonly string[];
  readonly body: Html;
};

const FLAG = raw(
  '<svg class="kern-kopfzeile__flagge" viewBox="0 0 24 16" aria-hidden="true" focusable="false"><rect width="24" height="16" fill="#ffcc00"/><rect width="24" height="10.67" fill="#d00"/><rect width="24" height="5.33" fill="#000"/></svg>',
);

const languageItem = ({ language, href, form }: LanguageChoice, current: Language): Html => {
  const name = LANGUAGE_NAMES[language];
  if (language === current)
    return html`<li><span class="kd-lang kd-lang--current" aria-current="true" lang="${language}">${name}</span></li>`;
  if (!form)
    return html`<li><a class="kd-lang" href="${href}" lang="${language}" hreflang="${language}">${name}</a></li>`;
  return html`<li><button class="kd-lang" type="submit" form="${form}" formaction="${href}" formnovalidate name="action" value="language" lang="${language}">${name}</button></li>`;
};

// Enter presses the first submit button of a form in the order of the document, and these come before its own.
const defaultButton = (choices: readonly LanguageChoice[]): Html | false => {
  const form = choices.find((choice) => choice.form)?.form;
  return (
    form !== undefined &&
    html`<button class="kd-hidden" type="submit" form="${form}" name="action" value="continue" tabindex="-1" aria-hidden="true"></button>`
  );
};

const languageSwitch = (choices: readonly LanguageChoice[], current: Language): Html | false =>
  choices.length > 1 &&
  html`${defaultButton(choices)}<nav class="kd-languages" aria-label="${wordsFor(current).language}">${icon('language')}<ul>${choices.map((choice) => languageItem(choice, current))}</ul></nav>`;

const navigation = (links: readonly Link[]): Html =>
  html`<nav class="kd-nav"><div class="kd-container kd-container--wide"><ul>${links.map(
    ({ href, text, current }) => html`<li><a href="${href}"${current && raw(' aria-current="page"')}>${text}</a></li>`,
  )}</ul></div></nav>`;

const head = (page: Layout): Html => {
  const { authority, service } = page;
  const width = page.wide ? 'kd-container kd-container--wide' : 'kd-container';
  return html`<header>${
    page.banner
      ? html`<div class="kd-banner"><div class="${width}">${icon('warning')}<span>${page.banner}</span></div></div>`
      : html`<div class="kern-kopfzeile"><div class="${width}"><div class="kern-kopfzeile__content">${FLAG}<span class="kern-kopfzeile__label">${wordsFor(page.language).official}</span></div></div></div>`
  }
<div class="kd-head"><div class="${width} kd-head__inner"><div class="kd-head__names">
${authority && html`<a class="kd-head__authority" href="${authority.href}">${authority.text}</a>`}
${service && html`<a class="kd-head__service" href="${service.href}">${service.text}</a>`}
</div>${page.languages && languageSwitch(page.languages, page.language)}${page.account}</div></div>
${page.nav && navigation(page.nav)}</header>`;
};

const foot = (
  page: Layout,
): Html => html`<footer class="kd-foot"><div class="${page.wide ? 'kd-container kd-container--wide' : 'kd-container'}">
<ul class="kd-foot__links">${page.footer.map(({ href, text }) => html`<li><a class="kern-link kern-link--small kern-link--no-visited-state" href="${href}">${text}</a></li>`)}</ul>
<p class="kern-body kern-body--small kern-body--muted">${wordsFor(page.language).platform}</p></div></footer>`;

/** A whole page: head, main, footer, in one language, without any inline style or script. */
export const layout = (page: Layout): Html => {
  const words = wordsFor(page.language);
  const names = [page.title, page.service?.text, page.authority?.text].filter((name) => name !== undefined);
  const title = `${page.failed ? words.errorPrefix : ''}${[...new Set(names)].join(' – ')}`;
  return html`<!doctype html>
<html lang="${page.language}" dir="${directionOf(page.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${STYLESHEET}">
${page.styles?.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${page.scripts?.map((src) => html`<script src="${src}" defer></script>`)}
<link rel="icon" href="${FAVICON}" type="image/svg+xml">
</head>
<body>
<a class="kd-skip" href="#inhalt">${words.skip}</a>
${head(page)}
<main id="inhalt" tabindex="-1" class="${page.wide ? 'kd-container kd-container--wide' : 'kd-container'}">${page.body}</main>
${foot(page)}
</body>
</html>`;
};
