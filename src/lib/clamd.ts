import { connect, type Socket } from 'node:net';
import { Trouble } from './trouble.ts';

/** What a scanner says of a stream. */
export type Scanned = { readonly kind: 'clean' } | { readonly kind: 'infected'; readonly name: string };

/** Looks for malicious software. @throws ScannerAway when it is out of reach; Error when it cannot say of this stream */
export type Scanner = (source: AsyncIterable<Uint8Array>) => Promise<Scanned>;

/** There is no scanner at the moment: this says nothing of what was to be scanned. */
export class ScannerAway extends Trouble {}

/** The connection failed under what was sent. */
class Unsent extends Error {}

/** ms without any progress after which the scanner is given up: it may load signatures for a minute. */
const PATIENCE = 120_000;

const send = (socket: Socket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(new Unsent(error.message)) : resolve()));
  });

const sendAll = async (socket: Socket, source: AsyncIterable<Uint8Array>): Promise<void> => {
  await send(socket, Buffer.from('zINSTREAM\0'));
  for await (const bytes of source) {
    if (bytes.length === 0) continue; // a length of nothing would mean the end
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    await send(socket, length);
    await send(socket, bytes);
  }
  await send(socket, Buffer.alloc(4));
};

const readAnswer = (socket: Socket, patience: number): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    socket.setTimeout(patience, () => socket.destroy(new Error('The virus scanner did not answer in time.')));
    socket.on('data', (bytes) => {
      text += bytes.toString();
      if (text.includes('\0')) resolve(text.slice(0, text.indexOf('\0')));
      else if (text.length > 4096) socket.destroy(new Error('The virus scanner answers more than one line.'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The virus scanner closed the connection without an answer.')));
  });

const understand = (answer: string): Scanned => {
  const text = answer.replace(/^stream: /, '').trim();
  if (text === 'OK') return { kind: 'clean' };
  const [, name] = /^(.+) FOUND$/.exec(text) ?? [];
  if (name) return { kind: 'infected', name };
  throw new Error(`The virus scanner says: ${text}`);
};

/**
 * Asks clamd by its own protocol (clamd(8), INSTREAM: length and bytes, again and again, then length 0).
 * @param address `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`
 */
export const makeClamdScanner =
  (address: string, patience = PATIENCE): Scanner =>
  async (source) => {
    const { protocol, hostname, port, pathname } = new URL(address);
    const where = protocol === 'unix:' ? { path: pathname } : { host: hostname, port: Number(port || 3310) };
    const socket = connect(where);
    let isReached = false;
    socket.once('connect', () => {
      isReached = true;
    });
    try {
      const answer = readAnswer(socket, patience);
      // clamd answers and hangs up in the middle when the stream is larger than its StreamMaxLength: its words count.
      const sent = sendAll(socket, source).then(
        () => answer,
        // A stream that failed by itself is no matter of clamd's, which still waits for the rest.
        (error: Error) => (error instanceof Unsent ? answer : Promise.reject(error)),
      );
      return understand(await Promise.race([answer, sent]));
    } catch (error) {
      if (isReached) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      throw new ScannerAway(`The virus scanner cannot be reached: ${code ?? message}`);
    } finally {
      socket.destroy();
    }
  };
