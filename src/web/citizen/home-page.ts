import type { Authority } from '#authority';
import { textsFor } from '#form';
import type { Installed } from '#intake';
import { html } from '#lib/html.ts';
import { heading } from '#web/design/index.ts';
import { frame, inLanguage, type Visit } from './visit.ts';

const byAuthority = (all: readonly Installed[]): readonly (readonly Installed[])[] => [
  ...Map.groupBy(
    all.filter(({ installation }) => installation.state !== 'draft'),
    ({ authority }) => authority.id,
  ).values(),
];

/** Authorities with what they offer. */
export const homePage = (visit: Visit, all: readonly Installed[], authority?: Authority): string => {
  const { words, language } = visit;
  const groups = byAuthority(all).map((services) => {
    const cards = services.map(({ authority, compiled, installation }) => {
      const texts = textsFor(compiled, language);
      const href = inLanguage(`/${authority.id}/${installation.service}`, language);
      return html`<li class="kern-card kern-card--interactive kern-card--hug"><div class="kern-card__container"><h3 class="kern-title"><a class="kern-link kern-link--stretched" href="${href}">${texts.title}</a></h3><p class="kern-body">${texts.summary}</p></div></li>`;
    });
    return html`<section>${heading(2, services[0]?.authority.name)}<ul class="kd-card-list">${cards}</ul></section>`;
  });
  return frame(visit, {
    title: words.homeTitle,
    here: authority ? `/${authority.id}` : '/',
    authority,
    body: html`${heading(1, words.homeTitle)}<p class="kern-body kd-lead">${groups.length > 0 ? words.homeLead : words.homeEmpty}</p>${groups}`,
  });
};
