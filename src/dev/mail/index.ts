import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { makeMailApp } from './app.ts';
import { type CaughtMail, openMailbox } from './mailbox.ts';
import { startSmtp } from './smtp.ts';

export type { CaughtMail } from './mailbox.ts';

export type MailCatcherOptions = {
  /** 0 picks a free port. */
  readonly smtpPort: number;
  /** Port of the page; 0 picks a free one. */
  readonly httpPort: number;
  readonly host: string;
  /** Folder in which mails outlive the process; without it they live in memory. */
  readonly folder?: string;
};

export type MailCatcher = {
  /** What to set as SMTP_URL. */
  readonly smtpUrl: string;
  /** Where to read the mails. */
  readonly pageUrl: string;
  /** The mails caught, newest first. */
  mails(): readonly CaughtMail[];
  stop(): Promise<void>;
};

const listen = async (server: Server, host: string, port: number): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
};

const printHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/**
 * Starts a real mail server that keeps every mail to itself, with a page to read them. For development and
 * demonstration: it takes mail from anybody who reaches it, so let it listen on this machine only.
 * @throws Error when a port is taken (code EADDRINUSE)
 */
export const startMailCatcher = async (options: MailCatcherOptions): Promise<MailCatcher> => {
  const { host } = options;
  const mailbox = await openMailbox(options.folder);
  const server = createServer(getRequestListener(makeMailApp(mailbox).fetch));
  const httpPort = await listen(server, host, options.httpPort);
  const closePage = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const smtp = await startSmtp(mailbox, host, options.smtpPort).catch(async (error) => {
    await closePage();
    throw error;
  });
  return {
    smtpUrl: `smtp://${printHost(host)}:${smtp.port}`,
    pageUrl: `http://${printHost(host)}:${httpPort}/`,
    mails: () => mailbox.list(),
    stop: async () => {
      await Promise.all([smtp.stop(), closePage()]);
    },
  };
};
