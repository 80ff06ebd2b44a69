import { parseArgs } from 'node:util';
import type { Environment } from '#config';
import { changeInstallation, hasReceived, type Installation, Limits, listInstallations } from '#intake';
import { ANY_AUTHORITY, type Db, type Tx } from '#lib/sql.ts';
import { BERLIN } from '#lib/time.ts';
import { workOnDatabase } from '#src/roles/operator.ts';

type Say = (text: string) => void;

/** How the command is called. */
export const INSTALLATION_USE =
  'installation list | set BEHÖRDE/LEISTUNG [--state live|paused|closed] [--from ZEIT] [--until ZEIT] [--grace MINUTEN] [--quota ANZAHL] [--programs later|take] [--ladder STUFE|VON-BIS] [--draw PRÜFSUMME --beacon WELCHER-WERT]';

/** What becomes of programs while people stand in line. */
const PROGRAMS = ['later', 'take'] as const;
const STATES = ['live', 'paused', 'closed'] as const;

/** A time as people say it, 2020-03-27T12:00, is Berlin time; `none` takes the limit away. */
const readMoment = (text: string | undefined): string | undefined => {
  if (text === undefined || text === 'none') return undefined;
  const local = Temporal.PlainDateTime.from(text).toZonedDateTime(BERLIN);
  return local.toString({ timeZoneName: 'never', smallestUnit: 'second' });
};

const readCount = (text: string | undefined): number | undefined =>
  text === undefined || text === 'none' ? undefined : Number(text);

/** One level forces it, 0-2 bounds it, `none` leaves it to the load. */
const readLadder = (text: string): Limits['ladder'] => {
  if (text === 'none') return undefined;
  const [least = 0, most = least] = text.split('-').map(Number);
  return { least, most };
};

type Values = {
  readonly [K in 'state' | 'from' | 'until' | 'grace' | 'quota' | 'programs' | 'ladder' | 'draw' | 'beacon']?:
    | string
    | undefined;
};

/** The same announcement again keeps its time. */
const readDraw = ({ limits }: Installation, { draw: commitment, beacon }: Values): unknown => {
  if (commitment === 'none') return undefined;
  const before = limits?.draw;
  if (before && before.commitment === commitment && before.beacon === beacon) return before;
  return { commitment, beacon, announced: Temporal.Now.instant().toString({ smallestUnit: 'second' }) };
};

/** What was given replaces what was there; the rest stays. */
const mergeLimits = (before: Installation, values: Values): Limits => {
  const limits: Record<string, unknown> = { ...before.limits };
  if (values.from !== undefined) limits['from'] = readMoment(values.from);
  if (values.until !== undefined) limits['until'] = readMoment(values.until);
  if (values.grace !== undefined) limits['grace'] = readCount(values.grace);
  if (values.quota !== undefined) limits['quota'] = readCount(values.quota);
  if (values.programs !== undefined) limits['programs'] = values.programs;
  if (values.ladder !== undefined) limits['ladder'] = readLadder(values.ladder);
  if (values.draw !== undefined) limits['draw'] = readDraw(before, values);
  return Limits.parse(Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)));
};

const describe = ({ authority, service, state, limits, taken }: Installation): string => {
  const more = [
    limits?.from && `from ${limits.from}`,
    limits?.until && `until ${limits.until} and ${limits.grace} min`,
    limits?.programs && `programs ${limits.programs}`,
    limits?.ladder && `ladder ${limits.ladder.least}-${limits.ladder.most}`,
    limits?.draw && `draw ${limits.draw.commitment.slice(0, 12)} by ${limits.draw.beacon}`,
    limits?.quota !== undefined && `${taken ?? 0} of ${limits.quota} places`,
  ].filter(Boolean);
  return `${authority}/${service}  ${[state, ...more].join(', ')}`;
};

const list =
  (say: Say) =>
  async (db: Db): Promise<number> => {
    for (const installation of await db.tx(ANY_AUTHORITY, listInstallations)) say(describe(installation));
    return 0;
  };

/** Whether what is drawn by would become another after somebody has handed in: then whoever sets it could choose the order. */
const changesLots = async (
  tx: Tx,
  { authority, service, limits }: Installation,
  { draw: to }: Limits,
): Promise<boolean> => {
  const from = limits?.draw;
  if (from?.commitment === to?.commitment && from?.beacon === to?.beacon) return false;
  return hasReceived(tx, authority, service);
};

const set =
  (name: string, values: Values, say: Say) =>
  (db: Db): Promise<number> =>
    db.tx(ANY_AUTHORITY, async (tx) => {
      const find = async () =>
        (await listInstallations(tx)).find(({ authority, service }) => `${authority}/${service}` === name);
      const before = await find();
      if (!before) {
        say(`Es gibt keine Installation ${name} (no such installation). See: installation list`);
        return 1;
      }
      const state = STATES.find((one) => one === values.state);
      const limits = mergeLimits(before, values);
      if (await changesLots(tx, before, limits)) {
        say(
          'Es ist schon etwas eingegangen: Die Ziehung bleibt, wie sie ist (something was received; the draw stays).',
        );
        return 1;
      }
      const change = { limits, ...(state ? { state } : {}) };
      await changeInstallation(tx, before.authority, before.service, change, Temporal.Now.instant());
      const after = await find();
      if (after) say(describe(after));
      return 0;
    });

const isTime = (text: string): boolean => {
  try {
    return text === 'none' || Temporal.PlainDateTime.from(text) !== undefined;
  } catch {
    return false;
  }
};
const isCount = (text: string): boolean => text === 'none' || /^[1-9]\d{0,8}$/.test(text);

const isDraw = (draw: string, beacon: string | undefined): boolean =>
  draw === 'none' ||
  (/^[0-9a-f]{64}$/.test(draw) && beacon !== undefined && beacon.length >= 3 && beacon.length <= 200);

const isLadder = (text: string): boolean =>
  text === 'none' || /^[0-4]$/.test(text) || (/^[0-4]-[0-4]$/.test(text) && text.charAt(0) <= text.charAt(2));

const isRight = ({ state, from, until, grace, quota, programs, ladder, draw, beacon }: Values): boolean =>
  (state === undefined || STATES.some((one) => one === state)) &&
  [from, until].every((time) => time === undefined || isTime(time)) &&
  (quota === undefined || isCount(quota)) &&
  (programs === undefined || PROGRAMS.some((one) => one === programs)) &&
  (ladder === undefined || isLadder(ladder)) &&
  (draw === undefined ? beacon === undefined : isDraw(draw, beacon)) &&
  (grace === undefined || (/^\d{1,4}$/.test(grace) && Number(grace) <= 1440));

/** Shows installations and changes what they take and when. The exit code; undefined for a wrong call. */
export const runInstallation = async (
  args: readonly string[],
  env: Environment,
  say: Say,
): Promise<number | undefined> => {
  const text = { type: 'string' } as const;
  const options = {
    state: text,
    from: text,
    until: text,
    grace: text,
    quota: text,
    programs: text,
    ladder: text,
    draw: text,
    beacon: text,
  };
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [action, name, ...more] = positionals;
  if (action === 'list' && name === undefined) return workOnDatabase(env, say, list(say));
  if (action !== 'set' || name === undefined || more.length > 0 || !isRight(values)) return undefined;
  return workOnDatabase(env, say, set(name, values, say));
};
