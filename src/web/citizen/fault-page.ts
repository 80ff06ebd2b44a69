import { html } from '#lib/html.ts';
import { heading, linkButton } from '#web/design/index.ts';
import { frame, inLanguage, serviceBase, type Visit } from './visit.ts';
import { fill, type Words } from './words.ts';

export type FaultKind = 'notFound' | 'large' | 'form' | 'seal' | 'conflict' | 'overtaken' | 'crowd' | 'away' | 'error';

/** HTTP status of each. */
export const FAULT_STATUS = {
  notFound: 404,
  large: 413,
  form: 415,
  seal: 400,
  conflict: 409,
  overtaken: 409,
  crowd: 503,
  away: 503,
  error: 500,
} as const satisfies Record<FaultKind, number>;

const textOf = (words: Words, kind: FaultKind, { installed }: Visit): string =>
  fill(words[`${kind}Text`], { authority: installed?.authority.name ?? '', phone: installed?.authority.phone ?? '' });

/** A page that says what went wrong and what to do. */
export const faultPage = (visit: Visit, kind: FaultKind): string => {
  const { words, language, installed } = visit;
  const base = installed ? serviceBase({ ...visit, installed }) : undefined;
  const way = base
    ? linkButton({ text: words.restart, href: inLanguage(base, language), look: 'secondary' })
    : linkButton({ text: words.toHome, href: inLanguage('/', language), look: 'secondary' });
  return frame(visit, {
    title: words[`${kind}Title`],
    here: base ?? '/',
    body: html`${heading(1, words[`${kind}Title`])}<p class="kern-body">${textOf(words, kind, visit)}</p><div class="kd-buttons">${way}</div>`,
  });
};
