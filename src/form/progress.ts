import type { CompiledService, Language } from '#definition';
import { checkPage, voiceOf } from './check.ts';
import type { ReachablePage, Situation, Walk } from './walk.ts';

/** The page after this one; undefined: the answers are to be checked next. Pages that are put off are passed by. */
export const nextPage = ({ pages }: Walk, page: string): ReachablePage | undefined =>
  pages.slice(pages.findIndex(({ compiled }) => compiled.id === page) + 1).find(({ isPutOff }) => !isPutOff);

/** The page before this one; undefined on the first. Before the check (`page` undefined) stands the last page. */
export const previousPage = ({ pages }: Walk, page: string | undefined): ReachablePage | undefined => {
  const index = page === undefined ? pages.length : pages.findIndex(({ compiled }) => compiled.id === page);
  return index > 0 ? pages.slice(0, index).findLast(({ isPutOff }) => !isPutOff) : undefined;
};

/** Which step a page is of how many; checking the answers is the last. */
export const progressOf = (
  { pages }: Walk,
  page: string | undefined,
): { readonly step: number; readonly of: number } => {
  // A page that is put off counts where somebody opens it all the same.
  const shown = pages.filter(({ compiled, isPutOff }) => !isPutOff || compiled.id === page);
  const index = shown.findIndex(({ compiled }) => compiled.id === page);
  return { step: (page === undefined ? shown.length : index) + 1, of: shown.length + 1 };
};

/** A page with its state: done, begun (something is wrong or missing), open (nothing answered), or later (it follows). */
export type PageTask = {
  readonly page: string;
  readonly title: string;
  readonly state: 'done' | 'begun' | 'open' | 'later';
};

/** All pages asked so far with their state. */
export const taskList = (
  service: CompiledService,
  walk: Walk,
  situation: Situation,
  language: Language,
): readonly PageTask[] => {
  const voice = voiceOf(service, language);
  return walk.pages.map((reached): PageTask => {
    const { id } = reached.compiled;
    const title = voice.texts.pages[id]?.title ?? id;
    if (reached.isPutOff) return { page: id, title, state: 'later' };
    if (checkPage(reached, walk, situation.now, voice).length === 0) return { page: id, title, state: 'done' };
    const begun = reached.fields.some(({ field }) => walk.answers[field.id] !== undefined);
    return { page: id, title, state: begun ? 'begun' : 'open' };
  });
};

/** The first page on which something is wrong or missing. */
export const firstOpenPage = (
  service: CompiledService,
  walk: Walk,
  situation: Situation,
): ReachablePage | undefined => {
  const voice = voiceOf(service, 'de');
  return walk.pages.find((reached) => checkPage(reached, walk, situation.now, voice).length > 0);
};

export type Advice = { readonly id: string; readonly title: string; readonly text: string };

/** What the answers of a page mean for the outcome. Nobody is kept from going on. */
export const adviceFor = (
  service: CompiledService,
  { compiled }: ReachablePage,
  { context }: Walk,
  situation: Situation,
  language: Language,
): readonly Advice[] => {
  const { texts } = voiceOf(service, language);
  return compiled.advice
    .filter(({ when }) => when.evaluate(context, situation).value === true)
    .map(({ id }) => ({ id, title: texts.advice[id]?.title ?? id, text: texts.advice[id]?.text ?? '' }));
};
