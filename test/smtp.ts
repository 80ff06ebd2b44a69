import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { after } from 'node:test';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** How a test's mail server treats what comes: takes it, answers with a code at RCPT or DATA, or never answers. */
export type Behaviour = { readonly refuseRecipient?: number; readonly refuseMail?: number };

export type TestSmtp = {
  readonly url: string;
  readonly mails: { readonly mail: Email; readonly raw: string; readonly to: readonly string[] }[];
  /** Change it while running: the server recovers. */
  behaviour: Behaviour;
};

const fail = (code: number): Error =>
  Object.assign(new Error(`No, says the test server <max@example.org>`), { responseCode: code });

/** Starts a real mail server on a free port, ended after the file's tests. */
export const startTestSmtp = async (behaviour: Behaviour = {}): Promise<TestSmtp> => {
  const state: { mails: TestSmtp['mails']; behaviour: Behaviour } = { mails: [], behaviour };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) =>
      done(state.behaviour.refuseRecipient ? fail(state.behaviour.refuseRecipient) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        if (state.behaviour.refuseMail) return done(fail(state.behaviour.refuseMail));
        const raw = Buffer.concat(chunks);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        state.mails.push({ mail: await PostalMime.parse(raw), raw: raw.toString(), to });
        done(null);
      });
    },
  });
  server.on('error', () => {}); // clients that give up are part of the tests
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return Object.assign(state, { url });
};

/** Takes connections and never says a word. */
export const startSilentServer = async (): Promise<string> => {
  const sockets = new Set<import('node:net').Socket>();
  const server = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
