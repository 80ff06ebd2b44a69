import type { CompiledPage } from '#definition';
import {
  type Advice,
  addEntry,
  adviceFor,
  askedPaths,
  carryOver,
  type Entered,
  enteredOf,
  enterPage,
  type FormProblem,
  firstOpenPage,
  nextPage,
  previousPage,
  type ReachablePage,
  type ReadPage,
  readPost,
  removeEntry,
  type Walk,
  walk,
} from '#form';
import { type Action, readAction } from './action.ts';
import type { Envelope } from './envelope.ts';
import { easeOf, type ServiceVisit, situationOf } from './visit.ts';

/** What a page says above its questions. */
export type Notice = 'short' | 'new' | 'missing' | 'skipped' | 'renewed' | 'resumed' | 'gone' | Advice;

export type PageStep = {
  readonly kind: 'page';
  readonly envelope: Envelope;
  readonly reached: ReachablePage;
  /** The walk by which the page is shown: with what was just typed. */
  readonly walk: Walk;
  readonly entered: Entered;
  readonly problems: readonly FormProblem[];
  readonly notices: readonly Notice[];
  /** The post could not be followed as it was: told by the status of the answer. */
  readonly refused: boolean;
};

/** Where a post leads. */
export type Step =
  | PageStep
  | {
      readonly kind: 'tasks' | 'check' | 'submit';
      readonly envelope: Envelope;
      readonly walk: Walk;
      readonly notices: readonly Notice[];
    }
  /** To be kept, and to go on at step `from` another time. */
  | { readonly kind: 'save'; readonly envelope: Envelope; readonly from: string; readonly notices: readonly Notice[] };

/** A post of the journey: the step it came from (a page, `check` or `tasks`) and its controls. */
export type Post = { readonly step: string; readonly entered: Entered; readonly problems?: readonly FormProblem[] };

type Arrival = {
  readonly notices?: readonly Notice[];
  readonly refused?: boolean;
  /** The walk of the envelope's answers, where it was made already. */
  readonly walked?: Walk;
};

const showPage = (
  envelope: Envelope,
  reached: ReachablePage,
  walked: Walk,
  visit: ServiceVisit,
  more: Arrival,
): PageStep => {
  const { compiled } = reached;
  const draft = envelope.drafts?.[compiled.id];
  return {
    kind: 'page',
    envelope,
    reached,
    walk: walked,
    entered: draft ? enteredOf(draft) : enterPage(compiled, walked.answers, visit.language),
    problems: [],
    notices: more.notices ?? [],
    refused: more.refused ?? false,
  };
};

/** Goes to the page, or, without one, to the check; but first to what is still missing. */
const arrive = (visit: ServiceVisit, envelope: Envelope, page: string | undefined, more: Arrival = {}): Step => {
  const { compiled } = visit.installed;
  const situation = situationOf(visit);
  const walked = more.walked ?? walk(compiled, envelope.answers, situation);
  const wanted = page === undefined ? undefined : walked.pages.find((one) => one.compiled.id === page);
  if (wanted) return showPage(envelope, wanted, walked, visit, more);
  const open = firstOpenPage(compiled, walked, situation);
  const notices = more.notices ?? [];
  if (open)
    return showPage(envelope, open, walked, visit, { ...more, notices: notices.length > 0 ? notices : ['missing'] });
  return { kind: 'check', envelope: { ...envelope, review: true }, walk: walked, notices };
};

/** The first page of a new journey. */
export const begin = (visit: ServiceVisit, id: string): Step => {
  const { compiled } = visit.installed;
  const ease = easeOf(visit.level);
  const isShort = ease > 1 && compiled.pages.some(({ page }) => page.later !== undefined);
  const envelope: Envelope = { id, digest: compiled.digest, answers: {}, ...(ease > 0 ? { ease } : {}) };
  const first = nextPage(walk(compiled, {}, situationOf(visit)), '');
  return arrive(visit, envelope, first?.compiled.id, { notices: isShort ? ['short'] : [] });
};

const ownEntries = (page: CompiledPage, entered: Entered): [string, string][] => {
  const ids = new Set(page.fields.map(({ field }) => field.id));
  return [...entered]
    .filter(([name]) => ids.has(name.split('.')[0] ?? ''))
    .flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
};

/** Keeps what the page's post says: read where it can be read, raw where it cannot yet. */
const keep = (envelope: Envelope, page: CompiledPage, entered: Entered, read: ReadPage): Envelope => {
  const { [page.id]: _, ...others } = envelope.drafts ?? {};
  const drafts = read.problems.length > 0 ? { ...others, [page.id]: ownEntries(page, entered) } : others;
  return { ...envelope, answers: read.answers, drafts };
};

const isUnder = (paths: readonly string[], { path }: FormProblem): boolean =>
  paths.some((one) => path === one || path.startsWith(`${one}.`));

const goOn = (visit: ServiceVisit, envelope: Envelope, reached: ReachablePage, walked: Walk): Step => {
  const situation = situationOf(visit);
  const advice = adviceFor(visit.installed.compiled, reached, walked, situation, visit.language);
  const next = envelope.review
    ? firstOpenPage(visit.installed.compiled, walked, situation)
    : nextPage(walked, reached.compiled.id);
  return arrive(visit, envelope, next?.compiled.id, { notices: advice, walked });
};

/** Forward: to the next page when all is well, back to the same with what is wrong, or with questions that it now asks. */
const submitPage = (
  visit: ServiceVisit,
  envelope: Envelope,
  page: ReachablePage,
  entered: Entered,
  read: ReadPage,
): Step => {
  const reached = read.walk.pages.find(({ compiled }) => compiled.id === page.compiled.id) ?? page;
  if (read.problems.length === 0) return goOn(visit, keep(envelope, page.compiled, entered, read), reached, read.walk);
  const shown = new Set(envelope.shown);
  const around = { context: read.walk.context, now: visit.now };
  const asked = envelope.shown ? askedPaths(reached.fields, entered, around) : [];
  const fresh = asked.filter((path) => !shown.has(path));
  const problems = read.problems.filter((problem) => !isUnder(fresh, problem));
  const refused = problems.length > 0;
  return {
    kind: 'page',
    envelope,
    reached,
    walk: read.walk,
    entered,
    problems,
    notices: refused ? [] : ['new'],
    refused,
  };
};

const editEntries = (action: Action, page: ReachablePage, entered: Entered): Entered => {
  if (action.kind === 'remove') return removeEntry(entered, action.path, action.index);
  if (action.kind !== 'add') return entered;
  const field = page.fields.find((one) => one.field.id === action.path)?.field;
  return addEntry(entered, action.path, field?.kind === 'list' ? field.min : 0);
};

const followPage = (
  visit: ServiceVisit,
  envelope: Envelope,
  page: ReachablePage,
  { entered, problems }: Post,
): Step => {
  const { compiled } = visit.installed;
  const read = readPost(compiled, page.compiled, entered, envelope.answers, situationOf(visit), visit.language);
  const action = readAction(entered);
  const stay = (now: Entered): PageStep => {
    const reached = read.walk.pages.find((one) => one.compiled.id === page.compiled.id) ?? page;
    return {
      kind: 'page',
      envelope,
      reached,
      walk: read.walk,
      entered: now,
      problems: [],
      notices: [],
      refused: false,
    };
  };
  if (problems) return { ...stay(entered), problems, refused: true };
  switch (action.kind) {
    case 'continue':
      return submitPage(visit, envelope, page, entered, read);
    case 'language':
    case 'upload':
      return stay(entered);
    case 'add':
    case 'remove':
      return stay(editEntries(action, page, enteredOf(ownEntries(page.compiled, entered))));
    case 'back': {
      const before = previousPage(read.walk, page.compiled.id) ?? page;
      return arrive(visit, keep(envelope, page.compiled, entered, read), before.compiled.id);
    }
    case 'tasks':
      return { kind: 'tasks', envelope: keep(envelope, page.compiled, entered, read), walk: read.walk, notices: [] };
    case 'save':
      return {
        kind: 'save',
        envelope: keep(envelope, page.compiled, entered, read),
        from: page.compiled.id,
        notices: [],
      };
    case 'goto':
      return arrive(visit, keep(envelope, page.compiled, entered, read), action.page);
    default:
      return action satisfies never;
  }
};

/** From the check and the overview, which have no questions of their own. */
const followOverview = (visit: ServiceVisit, envelope: Envelope, walked: Walk, { step, entered }: Post): Step => {
  const action = readAction(entered);
  switch (action.kind) {
    case 'continue': {
      const next = arrive(visit, envelope, undefined);
      return step === 'check' && next.kind === 'check' ? { ...next, kind: 'submit' } : next;
    }
    case 'goto':
      return arrive(visit, envelope, action.page);
    case 'back':
      return arrive(visit, envelope, previousPage(walked, undefined)?.compiled.id);
    case 'tasks':
      return { kind: 'tasks', envelope, walk: walked, notices: [] };
    case 'save':
      return { kind: 'save', envelope, from: step, notices: [] };
    default:
      return step === 'tasks'
        ? { kind: 'tasks', envelope, walk: walked, notices: [] }
        : arrive(visit, envelope, undefined);
  }
};

/** Answers that were given to another version of the package, carried over to this one. */
const renew = (visit: ServiceVisit, sealed: Envelope): { envelope: Envelope; notices: readonly Notice[] } => {
  const { compiled } = visit.installed;
  if (sealed.digest === compiled.digest) return { envelope: sealed, notices: [] };
  const { shown: _, drafts: __, ...rest } = sealed;
  const answers = carryOver(compiled, sealed.answers);
  return { envelope: { ...rest, digest: compiled.digest, answers }, notices: ['renewed'] };
};

/** The first page of what is to be handed in later. */
export const beginRest = (visit: ServiceVisit, envelope: Envelope): Step => {
  const [first] = walk(visit.installed.compiled, envelope.answers, situationOf(visit)).pages;
  return arrive(visit, envelope, first?.compiled.id);
};

/** Goes back to what is missing since files are no longer there. */
export const missFiles = (visit: ServiceVisit, envelope: Envelope): Step =>
  arrive(visit, envelope, undefined, { notices: ['gone'], refused: true });

/** Goes on with a journey that was kept, at the page where it was left. */
export const resume = (visit: ServiceVisit, sealed: Envelope, from: string): Step => {
  const { envelope, notices } = renew(visit, sealed);
  return arrive(visit, envelope, from, { notices: [...notices, 'resumed'] });
};

/** Follows a post. Pure: the same post gives the same step, so reloading, going back and pressing twice are harmless. */
export const follow = (visit: ServiceVisit, sealed: Envelope, post: Post): Step => {
  const { compiled } = visit.installed;
  const { envelope, notices } = renew(visit, sealed);
  const renewed = notices.length > 0;
  const walked = walk(compiled, envelope.answers, situationOf(visit));
  if (post.step === 'check' || post.step === 'tasks') {
    const step = followOverview(visit, envelope, walked, post);
    // What was checked before a renewal has not been checked now.
    return renewed && step.kind === 'submit'
      ? { ...step, kind: 'check', notices }
      : { ...step, notices: [...notices, ...step.notices] };
  }
  const page = walked.pages.find((one) => one.compiled.id === post.step);
  if (!page) return arrive(visit, envelope, undefined, { notices: renewed ? notices : ['skipped'], refused: !renewed });
  const step = followPage(visit, envelope, page, post);
  return { ...step, notices: [...notices, ...step.notices] };
};
