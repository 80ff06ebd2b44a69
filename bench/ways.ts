import { type Answer, type Client, makeGet, makePost, openClient } from './client.ts';

/** A request of a crowd: a post with a body, or else a look. */
export type Asking = { readonly path: string; readonly body?: string };

/** Who asks: somebody who was let in, somebody in the line, somebody new. Whoever is nearer to the end goes first. */
export type Class = 'inside' | 'line' | 'new';

/** How a crowd's requests reach the server. Status 0: cut off, as with a lost network; 503 may also be the proxy's. */
export type Way = {
  ask(asking: Asking, from: Class): Promise<Answer>;
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
export const goDirectly = (port: number): Way => {
  const door = makePool(port, MOST);
  const inside = makePool(port, MOST);
  return {
    ask: (asking, from) => (from === 'inside' ? inside : door).use(write(asking)),
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
  return {
    push: (one: Queued): void => void waiting.push(one),
    shift: (): Queued | undefined => {
      const one = waiting[next];
      if (one) next += 1;
      if (next > 1000 && next * 2 > waiting.length) {
        waiting = waiting.slice(next);
        next = 0;
      }
      return one;
    },
  };
};

/** People reach a proxy with TLS, as in operation; between it and the server are few connections, which are kept. */
export const goThroughProxy = (port: number): Way => {
  const queues = { inside: makeQueue(), line: makeQueue(), new: makeQueue() };
  const idle: Client[] = [];
  let open = 0;
  const next = (): Queued | undefined => {
    for (const queue of [queues.inside, queues.line, queues.new])
      for (let one = queue.shift(); one; one = queue.shift()) {
        if (performance.now() - one.since <= PATIENCE_MS) return one;
        one.resolve(TURNED_AWAY);
      }
    return undefined;
  };
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
    isExhausted: () => false,
    open: () => open,
    close: () => {
      for (const client of idle) client.close();
    },
  };
};
