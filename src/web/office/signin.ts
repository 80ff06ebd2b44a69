import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { findStaffBySubject } from '#authority';
import { html } from '#lib/html.ts';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { link, linkButton } from '#web/design/index.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { messagePage } from './frame.ts';
import { cookieNames, cookieOptions, seconds } from './guard.ts';
import { makeOidc } from './oidc.ts';
import { IDLE, openPending, SIGN_IN_TIME, safePath, sealPending, sealSession } from './session.ts';
import { wordsFor } from './words.ts';

type C = Context<OfficeEnv>;

const retry = (c: C, to = '/') =>
  html`<p>${linkButton({ href: `/signin?to=${encodeURIComponent(to)}`, text: wordsFor(c.get('language')).tryAgain })}</p>`;

const unavailable = (c: C, to: string): Response => {
  const words = wordsFor(c.get('language'));
  c.header('Retry-After', '60');
  const text = words.unavailableText;
  return messagePage(c, { tone: 'warning', title: words.unavailableTitle, text, status: 503, more: retry(c, to) });
};

const refused = (c: C): Response => {
  const words = wordsFor(c.get('language'));
  const text = words.brokenOffText;
  return messagePage(c, { tone: 'warning', title: words.brokenOffTitle, text, status: 400, more: retry(c) });
};

const stranger = (c: C): Response => {
  const words = wordsFor(c.get('language'));
  const text = words.strangerText;
  return messagePage(c, { tone: 'warning', title: words.strangerTitle, text, status: 403, more: retry(c) });
};

/** Sign-in and sign-out: `/signin`, `/signin/callback`, `/signout`. */
export const makeSignIn = (deps: OfficeDeps): Hono<OfficeEnv> => {
  const { db, clock, cookieKeys, officeUrl } = deps;
  const oidc = makeOidc(deps.oidc);
  const names = cookieNames(officeUrl);
  const options = cookieOptions(officeUrl);
  const app = new Hono<OfficeEnv>();

  app.get('/signin', async (c) => {
    const to = safePath(c.req.query('to'));
    // Cookies belong to a host name: who came by another name (127.0.0.1) begins again under ours.
    const ours = new URL(officeUrl).host;
    if (c.req.header('host') !== ours && c.req.query('moved') === undefined)
      return c.redirect(`${officeUrl}/signin?moved&to=${encodeURIComponent(to)}`, 303);
    const begun = await oidc.begin();
    if ('kind' in begun) return unavailable(c, to);
    const { url, ...rest } = begun;
    setCookie(c, names.pending, sealPending(cookieKeys, { ...rest, to, at: seconds(clock()) }), {
      ...options,
      maxAge: SIGN_IN_TIME,
    });
    return c.redirect(url, 303);
  });

  app.get('/signin/callback', async (c) => {
    const now = seconds(clock());
    const pending = openPending(cookieKeys, getCookie(c, names.pending), now);
    deleteCookie(c, names.pending, options);
    if (!pending) return refused(c);
    const answer = new URL(deps.oidc.redirectUri);
    answer.search = new URL(c.req.url).search;
    const finished = await oidc.finish(answer, pending);
    if (finished.kind === 'unavailable') return unavailable(c, pending.to);
    if (finished.kind === 'refused') return refused(c);
    const member = await db.tx(ANY_AUTHORITY, (tx) => findStaffBySubject(tx, finished.subject));
    if (!member) return stranger(c);
    setCookie(c, names.session, sealSession(cookieKeys, { staff: member.id, since: now, seen: now }), {
      ...options,
      maxAge: IDLE,
    });
    return c.redirect(pending.to, 303);
  });

  app.post('/signout', async (c) => {
    deleteCookie(c, names.session, options);
    return c.redirect('/signedout', 303);
  });

  app.get('/signedout', async (c) => {
    const words = wordsFor(c.get('language'));
    const provider = await oidc.findSignOutUrl(`${officeUrl}/signedout`);
    return messagePage(c, {
      tone: 'success',
      title: words.signedOutTitle,
      text: words.signedOutText,
      status: 200,
      more: html`<p>${linkButton({ href: '/signin', text: words.signIn })}</p>
${provider && html`<p>${link(provider, words.signOutProvider)}</p>`}`,
    });
  });
  return app;
};
