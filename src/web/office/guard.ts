import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { actorAt, type Command, checkCommand, findStaff, getAuthority, may, ROLES } from '#authority';
import { html } from '#lib/html.ts';
import { ANY_AUTHORITY } from '#lib/sql.ts';
import { linkButton } from '#web/design/index.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { messagePage } from './frame.ts';
import { IDLE, openSession, renewSession, sealSession } from './session.ts';
import { wordsFor } from './words.ts';

type Guard = MiddlewareHandler<OfficeEnv>;

/** Names that a browser accepts from our very host over https alone, where there is https. */
export const cookieNames = (officeUrl: string) => {
  const secure = officeUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  return { secure, session: `${prefix}kd-office`, pending: `${prefix}kd-office-signin`, language: 'kd-office-lang' };
};

export const cookieOptions = (officeUrl: string) =>
  ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: cookieNames(officeUrl).secure }) as const;

export const seconds = (instant: Temporal.Instant): number => Math.floor(instant.epochMilliseconds / 1000);

/** Personal pages are kept nowhere, and a form post tells its origin. */
export const setHeaders: Guard = async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'same-origin');
};

/** `?lang=` chooses and is remembered; German otherwise. */
export const chooseLanguage =
  ({ officeUrl }: Pick<OfficeDeps, 'officeUrl'>): Guard =>
  async (c, next) => {
    const names = cookieNames(officeUrl);
    const asked = c.req.query('lang');
    const language = (asked ?? getCookie(c, names.language)) === 'en' ? 'en' : 'de';
    c.set('language', language);
    if (asked) setCookie(c, names.language, language, { ...cookieOptions(officeUrl), maxAge: 31_536_000 });
    await next();
  };

/**
 * Only our own pages may post. Browsers say where a request comes from: Sec-Fetch-Site over https and on localhost,
 * Origin on every post. A request that says neither is no browser's and refused too.
 */
export const isOwnPost = (headers: { site: string | undefined; origin: string | undefined }, officeUrl: string) =>
  headers.site ? headers.site === 'same-origin' : headers.origin === new URL(officeUrl).origin;

export const refuseForeignPosts =
  ({ officeUrl }: Pick<OfficeDeps, 'officeUrl'>): Guard =>
  async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (isRead || isOwnPost({ site: c.req.header('sec-fetch-site'), origin: c.req.header('origin') }, officeUrl))
      return next();
    const words = wordsFor(c.get('language'));
    return messagePage(c, { tone: 'danger', title: words.foreignTitle, text: words.foreignText, status: 403 });
  };

const signInHref = (c: Context): string => {
  const { pathname, search } = new URL(c.req.url);
  return `/signin?to=${encodeURIComponent(c.req.method === 'GET' ? pathname + search : '/')}`;
};

/** The session has ended under somebody's hands: what they typed is shown once more. */
const expiredPage = async (c: Context<OfficeEnv>): Promise<Response> => {
  const words = wordsFor(c.get('language'));
  const typed = Object.entries(await c.req.parseBody())
    .filter(([name, value]) => ['remark', 'text'].includes(name) && value !== '')
    .map(([, value]) => String(value));
  return messagePage(c, {
    tone: 'warning',
    title: words.expiredTitle,
    text: words.expiredText,
    status: 401,
    more: html`${typed.length > 0 && html`<p class="kern-body">${words.expiredKept}</p><blockquote class="ko-kept">${typed.join('\n\n')}</blockquote>`}
<p>${linkButton({ href: signInHref(c), text: words.signIn })}</p>`,
  });
};

/** Lets in who is signed in and still on the staff; renews the cookie now and then. */
export const requireMember = (deps: OfficeDeps): Guard => {
  const names = cookieNames(deps.officeUrl);
  return async (c, next) => {
    const now = seconds(deps.clock());
    const session = openSession(deps.cookieKeys, getCookie(c, names.session), now);
    const member = session && (await deps.db.tx(ANY_AUTHORITY, (tx) => findStaff(tx, session.staff)));
    if (!session || !member) return c.req.method === 'POST' ? expiredPage(c) : c.redirect(signInHref(c), 303);
    const renewed = renewSession(session, now);
    if (renewed)
      setCookie(c, names.session, sealSession(deps.cookieKeys, renewed), {
        ...cookieOptions(deps.officeUrl),
        maxAge: IDLE,
      });
    c.set('member', member);
    return next();
  };
};

/** Lets in who holds any role at the authority in the address; to everybody else it does not exist. */
export const requireAuthority =
  ({ db }: Pick<OfficeDeps, 'db'>): Guard =>
  async (c, next) => {
    const id = c.req.param('authority') ?? '';
    const actor = actorAt(c.get('member'), id);
    if (actor.kind !== 'staff' || actor.roles.length === 0) return missingPage(c);
    c.set('authority', await db.tx(ANY_AUTHORITY, (tx) => getAuthority(tx, id)));
    c.set('actor', actor);
    return next();
  };

export const missingPage = (c: Context<OfficeEnv>): Response => {
  const words = wordsFor(c.get('language'));
  const more = html`<p>${linkButton({ href: '/', text: words.toStart })}</p>`;
  return messagePage(c, { tone: 'info', title: words.missingTitle, text: words.missingText, status: 404, more });
};

/** Says who may, and who one is. */
export const forbiddenPage = (c: Context<OfficeEnv>, command: Command): Response => {
  const words = wordsFor(c.get('language'));
  const actor = c.get('actor');
  return messagePage(c, {
    tone: 'warning',
    title: words.forbiddenTitle,
    text: words.mayOnly(rolesThatMay(c, command)),
    status: 403,
    more: html`<p class="kern-body">${words.yourRoles(actor.roles.map((role) => words.roles[role]).join(', '))}</p>
<p>${linkButton({ href: `/${actor.authority}`, text: words.toStart })}</p>`,
  });
};

/** The roles that may carry out a command, as words: "Sachbearbeitung oder Leitung". */
export const rolesThatMay = (c: Context<OfficeEnv>, command: Command): string => {
  const words = wordsFor(c.get('language'));
  const actor = c.get('actor');
  const names = ROLES.filter((role) => may({ ...actor, roles: [role] }, command, actor.authority)).map(
    (role) => words.roles[role],
  );
  return new Intl.ListFormat(c.get('language'), { type: 'disjunction' }).format(names);
};

/** Lets in whose role allows the command; the command itself checks again. */
export const requireRole =
  (command: Command): Guard =>
  async (c, next) =>
    checkCommand(c.get('actor'), command, c.get('actor').authority) ? forbiddenPage(c, command) : next();
