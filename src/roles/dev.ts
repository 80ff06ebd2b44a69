import { join } from 'node:path';
import { DEMO_PEOPLE } from '#src/dev/demo/people.ts';
import { startIdentity } from '#src/dev/identity/index.ts';
import { startMailCatcher } from '#src/dev/mail/index.ts';
import type { Start } from './child.ts';
import { stopAll } from './running.ts';

/** What stands in for the outside world in a demonstration: sign-in and a mail server with a page to read the mails. */
export const startDev: Start<'dev'> = async ({ mode, host, ports, officeUrl, dataFolder, secrets }) => {
  const identity = await startIdentity({
    mode,
    host,
    port: ports.identity,
    issuer: secrets.OIDC_ISSUER,
    clients: [
      {
        id: secrets.OIDC_CLIENT_ID,
        secret: secrets.OIDC_CLIENT_SECRET,
        redirectUris: [`${officeUrl}/signin/callback`],
      },
    ],
    people: DEMO_PEOPLE.map(({ subject, name, email, about }) => ({ subject, name, email, about })),
    folder: join(dataFolder, 'identity'),
  });
  const mail = await startMailCatcher({
    host,
    httpPort: ports.mail,
    smtpPort: ports.smtp,
    folder: join(dataFolder, 'mail'),
  });
  return { stop: () => stopAll([identity, mail]) };
};
