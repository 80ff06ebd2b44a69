import { createServer } from 'node:net';
import type { Config } from '#config';
import type { Problem } from '#lib/problem.ts';

const REASONS: Readonly<Record<string, readonly [text: string, remedy: string]>> = {
  EADDRINUSE: ['is taken by another program', 'End that program, or set another port'],
  EACCES: ['may not be opened by this user', 'Ports below 1024 belong to root: set a higher port'],
  EADDRNOTAVAIL: ['is not an address of this machine', 'Correct HOST'],
  ENOTFOUND: ['is not an address of this machine', 'Correct HOST'],
};

const tryPort = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });

/** Tries every port before anything starts, and names each that cannot be had with its variable. */
export const checkPorts = async ({ host, ports, mode }: Config): Promise<Problem[]> => {
  const web = { PORT: ports.citizen, OFFICE_PORT: ports.office };
  const demo = { IDENTITY_PORT: ports.identity, MAIL_PORT: ports.mail, SMTP_PORT: ports.smtp };
  const problems: Problem[] = [];
  for (const [name, port] of Object.entries(mode === 'demo' ? { ...web, ...demo } : web)) {
    const fault = await tryPort(host, port);
    if (fault === undefined) continue;
    const [text, remedy] = REASONS[fault] ?? [`cannot be opened (${fault})`, 'Set another port'];
    problems.push({
      code: 'port',
      severity: 'error',
      path: name,
      message: `Port ${port} on ${host} ${text}.`,
      remedy: `${remedy}: ${name}=${port + 100} npm start.`,
    });
  }
  return problems;
};
