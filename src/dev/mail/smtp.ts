import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';

const LARGEST = 16 * 1024 * 1024;

const readStream = async (stream: SMTPServerDataStream): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= LARGEST) chunks.push(chunk);
  }
  if (size > LARGEST) throw Object.assign(new Error('The mail is too large.'), { responseCode: 552 });
  return Buffer.concat(chunks);
};

/** A mail server that takes every mail and passes none on. */
export const startSmtp = async (
  mailbox: Mailbox,
  host: string,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> => {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: LARGEST,
    logger: false,
    onData: (stream, _session, done) => {
      readStream(stream)
        .then((raw) => mailbox.add(raw))
        .then(() => done(null), done);
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, () => resolve());
  await promise;
  server.on('error', () => {}); // a client that breaks off is no concern of the others
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
};
