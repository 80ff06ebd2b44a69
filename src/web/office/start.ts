import type { Context } from 'hono';
import { findAuthority } from '#authority';
import { html } from '#lib/html.ts';
import { ANY_AUTHORITY, type Db } from '#lib/sql.ts';
import type { OfficeEnv } from './deps.ts';
import { messagePage, page } from './frame.ts';
import { wordsFor } from './words.ts';

/** For people with roles at several authorities. */
export const chooseAuthorityPage = async (c: Context<OfficeEnv>, db: Db, ids: readonly string[]): Promise<Response> => {
  const words = wordsFor(c.get('language'));
  const found = await db.tx(ANY_AUTHORITY, async (tx) => {
    const names: { id: string; name: string }[] = [];
    for (const id of ids) names.push({ id, name: (await findAuthority(tx, id))?.name ?? id });
    return names;
  });
  return page(c, {
    title: words.chooseAuthority,
    body: html`<div class="ko-narrow"><h1 class="kern-heading-large">${words.chooseAuthority}</h1><p class="kern-body">${words.chooseAuthorityIntro}</p>
<ul class="ko-choices">${found.map(({ id, name }) => html`<li><a href="/${id}">${name}</a></li>`)}</ul></div>`,
  });
};

export const noRolePage = (c: Context<OfficeEnv>): Response => {
  const words = wordsFor(c.get('language'));
  return messagePage(c, { tone: 'info', title: words.noRoleTitle, text: words.noRoleText, status: 403 });
};
