import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html } from '#lib/html.ts';
import { DatabaseAway } from '#lib/sql.ts';
import { limitBody, linkButton, protect, serveAssets } from '#web/design/index.ts';
import { addCase } from './case.ts';
import type { OfficeDeps, OfficeEnv } from './deps.ts';
import { messagePage, placesFor } from './frame.ts';
import {
  chooseLanguage,
  missingPage,
  refuseForeignPosts,
  requireAuthority,
  requireMember,
  setHeaders,
} from './guard.ts';
import { addLists } from './lists.ts';
import { addLoad } from './load.ts';
import { addPayouts } from './payouts.ts';
import { addQueue } from './queue.ts';
import { makeSignIn } from './signin.ts';
import { addSituation } from './situation.ts';
import { chooseAuthorityPage, noRolePage } from './start.ts';
import { wordsFor } from './words.ts';

/** The longest remark is 4,000 characters; a form has little else. */
const LARGEST_BODY = 64 * 1024;

const addStart = (app: Hono<OfficeEnv>, { db }: OfficeDeps): void => {
  app.get('/', (c) => {
    const authorities = [...new Set(c.get('member').roles.map(({ authority }) => authority))];
    if (authorities.length === 0) return noRolePage(c);
    return authorities.length === 1 ? c.redirect(`/${authorities[0]}`, 303) : chooseAuthorityPage(c, db, authorities);
  });
  app.get('/:authority', (c) => c.redirect(`/${c.get('actor').authority}/${placesFor(c.get('actor'))[0]?.path}`, 303));
};

/** The office: what caseworkers, approvers, payments staff and leads use. On its own origin, apart from applicants. */
export const makeOfficeApp = (deps: OfficeDeps): Hono<OfficeEnv> => {
  const app = new Hono<OfficeEnv>();
  protect(app);
  serveAssets(app);
  app.use(setHeaders, chooseLanguage(deps));
  app.use(async (c, next) => {
    c.set('citizenUrl', deps.citizenUrl);
    c.set('isDemo', deps.isDemo ?? false);
    await next();
  });
  app.use(
    refuseForeignPosts(deps),
    limitBody({
      maxSize: LARGEST_BODY,
      onError: (c) => {
        const words = wordsFor(c.get('language'));
        return messagePage(c, { tone: 'warning', title: words.largeTitle, text: words.largeText, status: 413 });
      },
    }),
  );
  app.route('/', makeSignIn(deps));
  app.use(requireMember(deps));
  app.use('/:authority/*', requireAuthority(deps));
  app.use('/:authority', requireAuthority(deps));
  addStart(app, deps);
  addQueue(app, deps);
  addCase(app, deps);
  addPayouts(app, deps);
  addLists(app, deps);
  addSituation(app, deps);
  addLoad(app, deps);
  app.notFound((c) => missingPage(c));
  app.onError((error, c) => {
    const words = wordsFor(c.get('language'));
    const reference = randomBytes(5).toString('hex');
    deps.onError?.(error, reference);
    if (error instanceof DatabaseAway) {
      c.header('retry-after', '30');
      // What was posted is not sent again by a link: whether it was stored shows at the start.
      const { pathname, search } = new URL(c.req.url);
      const href = c.req.method === 'GET' ? `${pathname}${search}` : '/';
      const more = html`<p>${linkButton({ text: words.tryAgain, href })}</p>`;
      return messagePage(c, { tone: 'warning', title: words.awayTitle, text: words.awayText, status: 503, more });
    }
    const more = html`<p class="kern-body">${words.reference}: <code>${reference}</code></p>`;
    return messagePage(c, { tone: 'danger', title: words.failedTitle, text: words.failedText, status: 500, more });
  });
  return app;
};
