import { connect, type Socket } from 'node:net';

/** An answer as the load generator needs it. */
export type Answer = {
  readonly status: number;
  readonly bytes: number;
  /** Status line and headers. */
  readonly head: string;
  readonly text: string;
};

const END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;

/** The whole answer, as Latin-1; undefined while some of it is missing. */
const readAnswer = (text: string): Answer | undefined => {
  const start = text.indexOf(END) + END.length;
  if (start < END.length) return undefined;
  const head = text.slice(0, start);
  const length = LENGTH.exec(head)?.[1];
  const isWhole = length === undefined ? text.endsWith(`0${END}`) : text.length >= start + Number(length);
  if (!isWhole) return undefined;
  return { status: Number(text.slice(9, 12)), bytes: text.length, head, text: text.slice(start) };
};

/**
 * One kept connection that sends a request and waits for its answer. A plain socket: an HTTP client of a library costs
 * more than the server that is to be measured, and both share the cores.
 */
export const openClient = async (port: number) => {
  let data = '';
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  const socket: Socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('error', fail).on('close', () => fail(new Error('The server closed the connection.')));
  socket.on('data', (chunk: Buffer) => {
    data += chunk.toString('latin1');
    const answer = readAnswer(data);
    if (!answer || !waiting) return;
    const { resolve } = waiting;
    waiting = undefined;
    data = '';
    resolve(answer);
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

export const makeGet = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}\r\n`;
