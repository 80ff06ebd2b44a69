import { type Context, Hono } from 'hono';
import { protect, serveAssets } from '#web/design/index.ts';
import type { CaughtMail, Mailbox } from './mailbox.ts';
import { listPage, mailPage } from './page.ts';

/** A page whose only frame holds the HTML of a mail, from here. */
const FRAMING =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; frame-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** A mail's HTML: no script, no form, no request to anywhere, no rights of this origin. */
const CAGE =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'";

const download = (c: Context, name: string, content: Uint8Array): Response =>
  c.body(new Uint8Array(content), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  });

/** The pages on which caught mails are read. */
export const makeMailApp = (mailbox: Mailbox): Hono => {
  const app = new Hono();
  protect(app);
  serveAssets(app);
  const missing = (c: Context): Response => c.text('Diese Mail gibt es nicht oder nicht mehr.', 404);
  const withMail = (answer: (c: Context, mail: CaughtMail) => Response) => (c: Context) => {
    const mail = mailbox.find(c.req.param('id') ?? '');
    return mail ? answer(c, mail) : missing(c);
  };
  app.use(async (c, next) => {
    await next();
    if (!c.req.path.startsWith('/assets/')) c.header('cache-control', 'no-store');
  });
  app.get('/', (c) => c.html(listPage(mailbox.list()).text, 200, { 'content-security-policy': FRAMING }));
  app.get(
    '/mails/:id',
    withMail((c, mail) => c.html(mailPage(mail).text, 200, { 'content-security-policy': FRAMING })),
  );
  app.get(
    '/mails/:id/html',
    withMail((c, { html }) => (html ? c.html(html, 200, { 'content-security-policy': CAGE }) : missing(c))),
  );
  app.get(
    '/mails/:id/raw',
    withMail((c, { raw }) => c.body(raw.toString('latin1'), 200, { 'content-type': 'text/plain; charset=latin1' })),
  );
  app.get(
    '/mails/:id/attachments/:index',
    withMail((c, { attachments }) => {
      const found = attachments[Number(c.req.param('index'))];
      return found ? download(c, found.name, found.content) : missing(c);
    }),
  );
  return app;
};
