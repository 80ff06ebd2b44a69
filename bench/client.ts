import { connect, type Socket } from 'node:net';

/** An answer as the load generator needs it. */
export type Answer = {
  readonly status: number;
  readonly bytes: number;
  /** Status line and headers. */
  readonly head: string;
  readonly text: string;
};

const END = Buffer.from('\r\n\r\n');

/** Where the body begins and how long the whole answer is; undefined while the head is incomplete. */
const measure = (data: Buffer): { start: number; end: number } | undefined => {
  const head = data.indexOf(END);
  if (head < 0) return undefined;
  const text = data.toString('latin1', 0, head).toLowerCase();
  const start = head + END.length;
  const at = text.indexOf('content-length:');
  if (at >= 0) return { start, end: start + Number.parseInt(text.slice(at + 15), 10) };
  const last = data.length >= start + 5 && data.toString('latin1', data.length - 5) === '0\r\n\r\n';
  return { start, end: last ? data.length : Number.POSITIVE_INFINITY };
};

/**
 * One kept connection that sends a request and waits for its answer. A plain socket: an HTTP client of a library costs
 * more than the server that is to be measured, and both share the cores.
 */
export const openClient = async (port: number) => {
  let data: Buffer = Buffer.alloc(0);
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('error', fail).on('close', () => fail(new Error('The server closed the connection.')));
  socket.on('data', (chunk: Buffer) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    const found = measure(data);
    if (!found || data.length < found.end || !waiting) return;
    const { resolve } = waiting;
    waiting = undefined;
    const status = Number(data.toString('latin1', 9, 12));
    const text = data.toString('latin1', found.start, found.end);
    const head = data.toString('latin1', 0, found.start).replaceAll('\r', '');
    const bytes = found.end;
    data = Buffer.alloc(0);
    resolve({ status, bytes, head, text });
  });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return {
    send: (request: string): Promise<Answer> =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    /** Whether the server has not hung up meanwhile. */
    isOpen: (): boolean => socket.writable && !socket.readableEnded,
    close: (): void => void socket.destroy(),
  };
};
export type Client = Awaited<ReturnType<typeof openClient>>;

/** A request as text. `body` is Latin-1. */
export const makePost = (path: string, type: string, body: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;

export const makeGet = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
