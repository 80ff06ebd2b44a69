import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps the Message-ID of what it took. */
export type MailBox = { readonly url: string; readonly ids: readonly string[]; close(): Promise<void> };

export const startMailBox = async (): Promise<MailBox> => {
  const ids: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [, id = ''] = /^Message-ID:\s*<([^@>]+)/im.exec(Buffer.concat(chunks).toString()) ?? [];
        ids.push(id);
        done(null);
      });
    },
  });
  server.on('error', () => {}); // clients that are killed are part of the tests
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, ids, close: () => new Promise((resolve) => server.close(() => resolve())) };
};
