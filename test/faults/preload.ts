import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import pg from 'pg';
import { environment } from '#config';
import { CRASH_MARK, PLACES, PLAN_VARIABLE, type Plan, STEPS, SWEEP } from './plan.ts';
import { spoilFiles, watchFiles } from './preload-files.ts';

// Loaded before the product (`node --import`) by the fault harness, so that the product itself holds no switch that
// breaks it. Works at the wire: what a process sends to the database says where in its work it stands.

const plan = JSON.parse(environment()[PLAN_VARIABLE] ?? '{}') as Plan;
const { crash, clock, isHasty, sabotage } = plan;

// Nobody is left behind by a harness that was itself killed.
const harness = process.ppid;
setInterval(() => process.ppid === harness || process.exit(1), 500).unref();

// Compiled code is kept when a process ends by itself, which here it never does: the next start takes half the time.
const LOADED_AFTER_MS = 3000;
setTimeout(flushCompileCache, LOADED_AFTER_MS).unref();

if (clock) {
  const instant = Temporal.Now.instant;
  const now = Date.now;
  Temporal.Now.instant = () => instant.call(Temporal.Now).add({ seconds: clock });
  Date.now = () => now.call(Date) + clock * 1000;
}

if (isHasty) {
  const wait = globalThis.setTimeout;
  const hasten = (work: () => void, ms?: number, ...rest: []) => wait(work, ms === 60_000 ? 1000 : ms, ...rest);
  globalThis.setTimeout = Object.assign(hasten, wait);
}

type Client = { query: (...args: unknown[]) => unknown };
type State = { open: boolean; touched: boolean };
const states = new WeakMap<Client, State>();
const stateOf = (client: Client): State => {
  const state = states.get(client) ?? { open: false, touched: false };
  states.set(client, state);
  return state;
};

const place = crash && PLACES.get(crash.step);
let hits = 0;

const die = (): void => {
  writeSync(2, `${CRASH_MARK} «${crash?.step}», ${crash?.phase}\n`);
  process.kill(process.pid, 'SIGKILL');
};

/** What to do once the answer to a statement is there. */
type Then = (() => void) | undefined;

const atPlace = (state: State): Then => {
  hits += 1;
  if (hits !== crash?.hit) return undefined;
  if (crash.phase === 'before') die();
  if (crash.phase === 'within' || !state.open) return die;
  return () => {
    state.touched = true;
  };
};

/** What should have come after it did not happen: the next time it gets there counts instead. */
const miss = (): void => {
  if (crash) hits = Math.min(hits, crash.hit - 1);
};

const atEdge = (state: State, text: string): Then => {
  if (/^begin\b/.test(text)) state.open = true;
  if (text === 'rollback') {
    if (state.touched) miss();
    Object.assign(state, { open: false, touched: false });
  }
  if (text !== 'commit') return undefined;
  state.open = false;
  return state.touched ? die : undefined;
};

const judge = (client: Client, text: string, values: readonly unknown[]): Then => {
  const state = stateOf(client);
  const isThere =
    place && 'statement' in place && place.statement.test(text) && (!place.value || values.includes(place.value));
  return isThere ? atPlace(state) : atEdge(state, text.toLowerCase());
};

const send = pg.Client.prototype.query as unknown as (this: Client, ...args: unknown[]) => unknown;

/**
 * The caller is told before the commit, which then does not come: whoever kills the process finds it between the two,
 * however slow the machine is.
 */
const answerEarly = (client: Client): void => {
  const state = stateOf(client);
  if (state.open) return;
  state.open = true;
  void send.call(client, 'begin', () => {});
};

const spoil = (client: Client, text: string): string => {
  if (sabotage === 'sweep of what was handed in' && SWEEP['files stay'].statement.test(text))
    return text.replace('where', 'where false and');
  if (!STEPS.citizen.flushed.statement.test(text)) return text;
  if (sabotage === 'answer before commit') answerEarly(client);
  return sabotage === 'no deduplication' ? text.replace(/on conflict[\s\S]*?(?=returning)/, '') : text;
};

/** The statement as it shall go out. */
const rewrite = (client: Client, first: unknown): unknown => {
  if (typeof first === 'string') return spoil(client, first);
  if (typeof first === 'object' && first !== null && 'text' in first && !('submit' in first))
    return { ...first, text: spoil(client, String(first.text)) };
  return first;
};

const textOf = (first: unknown): string =>
  typeof first === 'string' ? first : String((first as { text?: unknown })?.text ?? '');
const valuesOf = (first: unknown, second: unknown): readonly unknown[] => {
  const values = typeof first === 'object' && first !== null && 'values' in first ? first.values : second;
  return Array.isArray(values) ? values : [];
};

const query = function (this: Client, ...given: unknown[]): unknown {
  const args = sabotage ? [rewrite(this, given[0]), ...given.slice(1)] : given;
  if (!place) return send.apply(this, args);
  const then = judge(this, textOf(args[0]), valuesOf(args[0], args[1]));
  if (!then) return send.apply(this, args);
  const last = args.at(-1);
  if (typeof last === 'function') {
    const callback = (error: unknown, ...result: unknown[]): void => {
      if (error) miss();
      else then();
      last(error, ...result);
    };
    return send.apply(this, [...args.slice(0, -1), callback]);
  }
  const answer = send.apply(this, args) as Promise<unknown>;
  return answer.then(
    (result) => {
      then();
      return result;
    },
    (error: Error) => {
      miss();
      throw error;
    },
  );
};
pg.Client.prototype.query = query as unknown as typeof pg.Client.prototype.query;

if (place && 'file' in place)
  watchFiles(place, () => {
    hits += 1;
    return hits === crash?.hit ? { [crash.phase]: die } : {};
  });
spoilFiles(sabotage);
