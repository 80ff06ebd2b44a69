import { fairnessOf } from '#definition';
import { type Availability, availabilityOf, whyNotSend } from '#intake';
import { type Html, html } from '#lib/html.ts';
import { timeOfUuid } from '#lib/id.ts';
import { availabilityWords } from './availability-words.ts';
import { dayAndTime } from './receipt-page.ts';
import type { ServiceVisit } from './visit.ts';
import { fill } from './words.ts';

/** Why one cannot go on, as a page says it. */
export type Barrier = { readonly title: string; readonly text: string };

type Closed = Exclude<Availability, { kind: 'open' }>;

const barrierOf = ({ language, words, installed, now }: ServiceVisit, closed: Closed): Barrier => {
  const { name: authority, phone } = installed.authority;
  const own = availabilityWords(language);
  switch (closed.kind) {
    case 'paused':
    case 'closed':
      return { title: words[closed.kind], text: fill(words[`${closed.kind}Text`], { authority, phone }) };
    case 'notyet':
      return { title: own.notyet, text: fill(own.notyetText, dayAndTime(closed.from, language)) };
    case 'full':
      return { title: own.full, text: fill(own.fullText, { quota: closed.quota, authority, phone }) };
    case 'ended': {
      const isOver = Temporal.Instant.compare(now.toInstant(), closed.finish) >= 0;
      const moment = dayAndTime(isOver ? closed.finish : closed.until, language);
      const finish = dayAndTime(closed.finish, language).time;
      return {
        title: own.ended,
        text: fill(isOver ? own.overText : own.endedText, { ...moment, finish, authority, phone }),
      };
    }
    default:
      return closed satisfies never;
  }
};

/**
 * What keeps newcomers from beginning; undefined when nothing does. Who came before the end and was made to wait (`since`,
 * ms since 1970) may begin as long as those inside may send; but no place is left for them where all are taken.
 */
export const barrierToBegin = (visit: ServiceVisit, since?: number): Barrier | undefined => {
  const { installation } = visit.installed;
  const now = visit.now.toInstant();
  const availability = availabilityOf(installation, now);
  if (availability.kind === 'open') return undefined;
  const isLate = availability.kind === 'ended' && since !== undefined;
  if (isLate && !whyNotSend(installation, Temporal.Instant.fromEpochMilliseconds(since), now)) return undefined;
  return barrierOf(visit, availability);
};

/** What keeps the journey `id` from being sent; its id says when it began. */
export const barrierToSend = (visit: ServiceVisit, id: string): Barrier | undefined => {
  const now = visit.now.toInstant();
  const time = timeOfUuid(id);
  const begun = time === undefined ? now : Temporal.Instant.fromEpochMilliseconds(time);
  const closed = whyNotSend(visit.installed.installation, begun, now);
  return closed && barrierOf(visit, closed);
};

/** What decides where not all can be served; undefined where nothing runs out. */
export const orderFact = ({ language, installed }: ServiceVisit): string | undefined => {
  const fairness = fairnessOf(installed.compiled.service);
  return fairness && availabilityWords(language)[fairness];
};

/** The draw as announced: whoever keeps this text can check it later. */
export const drawDetails = ({ language, installed }: ServiceVisit): Html | false => {
  const draw = installed.installation.limits?.draw;
  if (!draw || fairnessOf(installed.compiled.service) !== 'draw') return false;
  const words = availabilityWords(language);
  const since = draw.announced && dayAndTime(Temporal.Instant.from(draw.announced), language);
  return html`<details class="kd-details"><summary class="kern-link">${words.drawTitle}</summary><p class="kern-body">${fill(words.drawText, { beacon: draw.beacon })}</p><p class="kd-proof">${draw.commitment}</p>${since && html`<p class="kern-body">${fill(words.drawSince, since)}</p>`}</details>`;
};

/** What one should know of opening time and places before one begins. */
export const openFacts = ({ language, installed, now }: ServiceVisit): readonly string[] => {
  const availability = availabilityOf(installed.installation, now.toInstant());
  if (availability.kind !== 'open') return [];
  const words = availabilityWords(language);
  const { until, left } = availability;
  const grace = installed.installation.limits?.grace ?? 0;
  return [
    ...(until ? [fill(words.until, { ...dayAndTime(until, language), grace })] : []),
    ...(left === undefined ? [] : [fill(words.left, { left })]),
  ];
};
