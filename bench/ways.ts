import { type Answer, type Client, makeGet, makePost, openClient } from './client.ts';

/** A request of a crowd: a post with a body, or else a look. */
export type Asking = { readonly path: string; readonly body?: string };

/** Who asks: somebody who was let in, or somebody in the line. Whoever is nearer to the end goes first; newcomers last. */
export type Class = 'inside' | 'line';

/** How a crowd's requests reach the server. Status 0: cut off, as with a lost network; 503 may also be the proxy's. */
export type Way = {
  ask(asking: Asking, from: Class): Promise<Answer>;
  /** One of those who ask what `newcomers` says: most of them are only turned away, and must cost no more than that. */
  come(): void;
  /** Whether not one more at the door could be carried. */
  isExhausted(): boolean;
  open(): number;
  close(): void;
};

const FORM = 'application/x-www-form-urlencoded';
const write = ({ path, body }: Asking, more = ''): string =>
  body === undefined ? makeGet(path, more) : makePost(path, FORM, body, more);
const CUT_OFF: Answer = { status: 0, bytes: 0, head: '', text: '' };
/** The page of the proxy (`docs/proxy/busy.http`). */
const TURNED_AWAY: Answer = { status: 503, bytes: 0, head: '\r\nretry-after: 60\r\n', text: '' };

/** What each newcomer asks, and who is told of the answer. */
export type Newcomers = { readonly asking: Asking; readonly answered: (answer: Answer) => void };

/** Connections that are opened when needed and handed from one to the next; beyond `most` people queue. */
const makePool = (port: number, most: number) => {
  const free: Client[] = [];
  const queue: ((client: Client) => void)[] = [];
  let open = 0;
  const take = async (): Promise<Client> => {
    for (let client = free.pop(); client; client = free.pop()) {
      if (client.isOpen()) return client;
      open -= 1; // the server ends what was idle for long
    }
    if (open >= most) return new Promise((resolve) => queue.push(resolve));
    open += 1;
    return openClient(port);
  };
  return {
    isExhausted: (): boolean => free.length === 0 && open >= most,
    use: async (request: string): Promise<Answer> => {
      const client = await take().catch(() => undefined);
      const answer = await (client?.send(request) ?? Promise.reject(new Error('no connection'))).catch(() => CUT_OFF);
      if (!client || answer.status === 0) {
        open -= 1;
        return answer; // whoever asked tries again
      }
      const next = queue.shift();
      if (next) next(client);
      else free.push(client);
      return answer;
    },
    close: (): void => {
      for (const client of free) client.close();
    },
    open: (): number => open,
  };
};

/** Connections at the door, and as many inside: as many people as ask at the same time, up to what one process can hold. */
const MOST = 9000;

/** People reach the server themselves: a connection for each who asks at the same time. */
export const goDirectly = (port: number, newcomers: Newcomers): Way => {
  const door = makePool(port, MOST);
  const inside = makePool(port, MOST);
  return {
    ask: (asking, from) => (from === 'inside' ? inside : door).use(write(asking)),
    come: () => void door.use(write(newcomers.asking)).then(newcomers.answered),
    isExhausted: door.isExhausted,
    open: () => door.open() + inside.open(),
    close: () => {
      door.close();
      inside.close();
    },
  };
};

/** As `docs/operation.md` has it: so many connections, what exceeds them waits, by class; nobody waits for ever. */
const LANES = 400;
const PATIENCE_MS = 10_000;

type Queued = { readonly asking: Asking; readonly since: number; readonly resolve: (answer: Answer) => void };

/** A queue that gives out in the order of coming, without moving what waits. */
const makeQueue = () => {
  let waiting: Queued[] = [];
  let next = 0;
  const shift = (): Queued | undefined => {
    const one = waiting[next];
    if (one) next += 1;
    if (next > 1000 && next * 2 > waiting.length) {
      waiting = waiting.slice(next);
      next = 0;
    }
    return one;
  };
  return {
    push: (one: Queued): void => void waiting.push(one),
    shift,
    /** Turns away who has waited for too long. */
    expire: (): void => {
      const oldest = performance.now() - PATIENCE_MS;
      for (let one = waiting[next]; one && one.since < oldest; one = waiting[next]) {
        shift();
        one.resolve(TURNED_AWAY);
      }
    },
  };
};
/** So many newcomers wait at most: ten times the peak for as long as the proxy keeps them, and more. */
const MOST_WAITING = 1 << 18;

/** The same for newcomers, of whom nothing is known but when they came: tens of thousands at a time. */
const makeTimes = () => {
  const times = new Float64Array(MOST_WAITING);
  let first = 0;
  let end = 0;
  return {
    push: (at: number): void => {
      if (end - first === MOST_WAITING) throw new Error('More newcomers wait than were thought possible.');
      times[end % MOST_WAITING] = at;
      end += 1;
    },
    shift: (): number | undefined => {
      if (first === end) return undefined;
      first += 1;
      return times[(first - 1) % MOST_WAITING];
    },
    /** How many have waited for too long and are gone now. */
    expire: (): number => {
      const [before, oldest] = [first, performance.now() - PATIENCE_MS];
      while (first < end && (times[first % MOST_WAITING] ?? 0) < oldest) first += 1;
      return first - before;
    },
  };
};

/** ms between looks for who has waited too long. */
const EXPIRE_MS = 250;

/** People reach a proxy with TLS, as in operation; between it and the server are few connections, which are kept. */
export const goThroughProxy = (port: number, { asking: begins, answered }: Newcomers): Way => {
  const queues = { inside: makeQueue(), line: makeQueue() };
  const newcomers = makeTimes();
  const idle: Client[] = [];
  let open = 0;
  const nextNewcomer = (): Queued | undefined => {
    const since = newcomers.shift();
    return since === undefined ? undefined : { asking: begins, since, resolve: answered };
  };
  const next = (): Queued | undefined => queues.inside.shift() ?? queues.line.shift() ?? nextNewcomer();
  const expiry = setInterval(() => {
    for (const queue of Object.values(queues)) queue.expire();
    for (let gone = newcomers.expire(); gone > 0; gone -= 1) answered(TURNED_AWAY);
  }, EXPIRE_MS);
  const start = `X-Forwarded-For: 127.0.0.1\r\nX-Request-Start: t=`;
  const carry = async (client: Client, { asking, since, resolve }: Queued): Promise<boolean> => {
    const at = Math.round(performance.timeOrigin + since);
    const answer = await client.send(write(asking, `${start}${at}\r\n`)).catch(() => CUT_OFF);
    resolve(answer);
    return answer.status !== 0;
  };
  /** Carries one request after another until none waits. */
  const run = async (client: Client): Promise<void> => {
    for (let one = next(); one; one = next()) {
      if (await carry(client, one)) continue;
      open -= 1;
      return;
    }
    idle.push(client);
  };
  const wake = (): void => {
    for (let client = idle.pop(); client; client = idle.pop()) {
      if (client.isOpen()) return void run(client);
      open -= 1;
    }
    if (open >= LANES) return;
    open += 1;
    openClient(port).then(run, () => {
      open -= 1;
    });
  };
  return {
    ask: (asking, from) =>
      new Promise((resolve) => {
        queues[from].push({ asking, since: performance.now(), resolve });
        wake();
      }),
    come: () => {
      newcomers.push(performance.now());
      wake();
    },
    isExhausted: () => false,
    open: () => open,
    close: () => {
      clearInterval(expiry);
      for (const client of idle) client.close();
    },
  };
};
