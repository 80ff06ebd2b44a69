import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { html } from '#lib/html.ts';
import { addAsset, link, SCRIPT_POLICY } from '#web/design/index.ts';
import type { OfficeDeps, OfficeEnv, OfficeLanguage } from './deps.ts';
import { page } from './frame.ts';
import { requireRole } from './guard.ts';
import { type Load, loadFigures, readLoadNow } from './load-view.ts';
import { loadWords } from './words-load.ts';

const SCRIPT = addAsset('load', 'js', readFileSync(new URL('./load-client.js', import.meta.url), 'utf8'));

const EVERY_MS = 3000;
/** A stream ends after this; the browser comes back and is asked again who it is. */
const LIFE_MS = 60_000;

/** One look at the database serves everybody who watches an authority. */
const makeReader = ({ db, clock }: Pick<OfficeDeps, 'db' | 'clock'>): ((authority: string) => Promise<Load>) => {
  const latest = new Map<string, { readonly at: number; readonly load: Promise<Load> }>();
  return (authority) => {
    const known = latest.get(authority);
    if (known && performance.now() - known.at < EVERY_MS * 0.9) return known.load;
    const load = readLoadNow(db, authority, clock());
    latest.set(authority, { at: performance.now(), load });
    load.catch(() => latest.delete(authority));
    return load;
  };
};

/** Live load, for the lead: sent again by itself with script, by choice without. */
export const addLoad = (app: Hono<OfficeEnv>, deps: OfficeDeps): void => {
  const read = makeReader(deps);

  app.get('/:authority/load', requireRole('situation.read'), async (c) => {
    const { authority } = c.get('actor');
    const language: OfficeLanguage = c.get('language');
    const words = loadWords(language);
    const isFollowed = c.req.query('follow') === '1';
    const base = `/${authority}/load`;
    if (isFollowed) c.header('refresh', '10');
    // In the office this page alone may run a script.
    c.header('content-security-policy', SCRIPT_POLICY);
    const figures = loadFigures(await read(authority), language);
    return page(c, {
      title: words.title,
      place: 'situation',
      body: html`<div class="ko-top"><div><h1 class="kern-heading-large">${words.title}</h1><p class="kern-body ko-muted">${words.intro}</p></div></div>
<p class="kern-body" id="load-by-hand">${link(isFollowed ? `${base}?follow=1` : base, words.reload)} · ${isFollowed ? link(base, words.unfollow) : link(`${base}?follow=1`, words.follow)}</p>
<p class="kern-body" id="load-by-itself" hidden>${words.live}</p>
<div id="load" data-events="${base}/events">${figures}</div><script src="${SCRIPT}" defer></script>`,
    });
  });

  app.get('/:authority/load/events', requireRole('situation.read'), (c) => {
    const { authority } = c.get('actor');
    const language: OfficeLanguage = c.get('language');
    c.header('cache-control', 'no-store');
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (stream) => {
      const end = performance.now() + LIFE_MS;
      while (!stream.aborted && performance.now() < end) {
        await stream.writeSSE({ data: loadFigures(await read(authority), language).text, retry: 1000 });
        await stream.sleep(EVERY_MS);
      }
    });
  });
};
