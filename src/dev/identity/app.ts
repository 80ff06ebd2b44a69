import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Provider } from 'oidc-provider';
import { protect, serveAssets } from '#web/design/index.ts';
import { choosePage, errorPage } from './page.ts';
import type { Person } from './people.ts';

type Env = { Bindings: HttpBindings };

const expired = 'Diese Anmeldung ist abgelaufen oder schon abgeschlossen. Gehen Sie zurück und melden Sie sich neu an.';

/** The sign-in under way that this browser's cookie names; undefined when it has ended or never was. */
const findSignIn = async (provider: Provider, c: Context<Env>) => {
  try {
    const found = await provider.interactionDetails(c.env.incoming, c.env.outgoing);
    return found.uid === c.req.param('uid') ? found : undefined;
  } catch {
    return undefined;
  }
};

/** The pages on which one chooses a demonstration person. */
export const makeIdentityApp = (provider: Provider, people: readonly Person[], policy: string): Hono<Env> => {
  const app = new Hono<Env>();
  protect(app);
  serveAssets(app);
  app.use('/interaction/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('Content-Security-Policy', policy);
  });
  app.get('/interaction/:uid', async (c) => {
    const found = await findSignIn(provider, c);
    if (!found) return c.html(errorPage(expired).text, 400);
    return c.html(choosePage(found.uid, people).text);
  });
  app.post('/interaction/:uid', async (c) => {
    const found = await findSignIn(provider, c);
    if (!found) return c.html(errorPage(expired).text, 400);
    const { subject } = await c.req.parseBody();
    const person = people.find((one) => one.subject === subject);
    if (!person) return c.html(choosePage(found.uid, people).text, 422);
    const result = { login: { accountId: person.subject, remember: false } };
    return c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, result), 303);
  });
  return app;
};
