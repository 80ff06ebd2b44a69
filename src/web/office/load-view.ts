import { countCases } from '#case';
import {
  countUnopened,
  type Level,
  type LoadMinute,
  levelOf,
  listInstallations,
  MOST_UNOPENED,
  readLevel,
  readLines,
  readLoad,
} from '#intake';
import { type Html, html } from '#lib/html.ts';
import type { Db } from '#lib/sql.ts';
import { BERLIN } from '#lib/time.ts';
import { heading, table } from '#web/design/index.ts';
import type { OfficeLanguage } from './deps.ts';
import { formatMinute } from './format.ts';
import { tile } from './payouts-page.ts';
import { loadWords } from './words-load.ts';

/** The load of an authority at a moment. */
export type Load = {
  readonly now: Temporal.Instant;
  readonly minutes: readonly LoadMinute[];
  readonly unopened: number;
  readonly backlog: number;
  /** What is left out, as measured; and at which service somebody has bounded it. */
  readonly level: Level;
  readonly bounded: readonly { readonly service: string; readonly level: Level }[];
  /** Where people stand in line now, and where programs may pass one. */
  readonly lines: readonly { readonly service: string; readonly waiting: number; readonly takesPrograms: boolean }[];
};

const MINUTE = 60_000;
/** Minutes shown one by one; the sums are of the hour. */
const SHOWN = 15;

/** Reads it, in a few short statements. */
export const readLoadNow = async (db: Db, authority: string, now: Temporal.Instant): Promise<Load> =>
  db.tx(authority, async (tx) => {
    const level = await readLevel(tx);
    const installations = await listInstallations(tx);
    const drawn = new Map((await readLines(tx)).map((line) => [line.service, line.drawn - line.admitted]));
    const lines = installations
      .map(({ service, limits }) => ({
        service,
        waiting: drawn.get(service) ?? 0,
        takesPrograms: limits?.programs === 'take',
      }))
      .filter(({ waiting, takesPrograms }) => waiting > 0 || takesPrograms);
    const bounded = installations
      .filter(({ limits }) => limits?.ladder)
      .map(({ service, limits }) => ({ service, level: levelOf(limits, level) }));
    return {
      now,
      level,
      bounded,
      lines,
      minutes: await readLoad(tx, authority, now.subtract({ hours: 1 })),
      unopened: await countUnopened(tx, authority),
      backlog: await countCases(tx, authority, { states: ['todecide', 'toapprove'] }),
    };
  });

const startOf = (now: Temporal.Instant, ago: number): number =>
  (Math.floor(now.epochMilliseconds / MINUTE) - ago) * MINUTE;

/** The figures, as a piece of the page that is sent again and again. */
export const loadFigures = (load: Load, language: OfficeLanguage): Html => {
  const words = loadWords(language);
  const { now, minutes, unopened, backlog, level, bounded, lines } = load;
  const number = (value: number): string => value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB');
  const at = (ago: number) => minutes.find(({ minute }) => minute.epochMilliseconds === startOf(now, ago));
  const sum = (figure: (one: LoadMinute) => number): string =>
    number(minutes.reduce((total, one) => total + figure(one), 0));
  const ms = (value: number | undefined): string => (value === undefined ? '–' : words.ms(number(Math.round(value))));
  const time = now.toZonedDateTimeISO(BERLIN).toPlainTime().toString({ smallestUnit: 'second' });
  return html`<p class="kern-body ko-muted">${words.asOf(time)}</p>
<ul class="ko-tiles">${tile(words.perMinute, number(at(1)?.accepted ?? 0))}${tile(words.now, number(at(0)?.accepted ?? 0))}
${tile(words.waiting, number(at(0)?.waiting ?? 0))}${tile(
  words.unopened,
  unopened >= MOST_UNOPENED ? words.atLeast(number(MOST_UNOPENED)) : number(unopened),
)}
${tile(words.backlog, number(backlog))}${tile(words.commit, ms(at(0)?.commitMs ?? at(1)?.commitMs))}
${tile(
  words.shed,
  sum(({ shed }) => shed),
)}${tile(
  words.failed,
  sum(({ failed }) => failed),
)}</ul>
<p class="kern-body" data-ladder="${level}">${words.ladder}: <strong>${words.levels[level]}</strong>${bounded.map(
    (one) => html`<br>${one.service}, ${words.bounded}: <strong>${words.levels[one.level]}</strong>`,
  )}</p>
${lines.map(
  (
    line,
  ) => html`<p class="kern-body" data-line="${line.service}">${words.line}: <strong>${line.service}, ${words.inLine(number(line.waiting))}</strong><br>
${line.takesPrograms ? words.programsTake : words.programsLater}</p>`,
)}${heading(2, words.lastHour)}${minutes.length === 0 ? html`<p class="ko-empty">${words.none}</p>` : perMinute(minutes, language, number)}`;
};

const perMinute = (
  minutes: readonly LoadMinute[],
  language: OfficeLanguage,
  number: (value: number) => string,
): Html => {
  const words = loadWords(language);
  return table({
    caption: words.lastHour,
    captionHidden: true,
    small: true,
    columns: [
      { heading: words.minute },
      { heading: words.accepted, numeric: true },
      { heading: words.repeated, numeric: true },
      { heading: words.commit, numeric: true },
    ],
    rows: minutes
      .slice(0, SHOWN)
      .map((one) => [
        formatMinute(one.minute),
        number(one.accepted),
        number(one.repeated),
        one.commitMs === undefined ? '–' : words.ms(number(Math.round(one.commitMs))),
      ]),
  });
};
