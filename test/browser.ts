import { after } from 'node:test';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { environment } from '#config';
import { findChromium } from './chromium.ts';

/** A browser that reaches this machine only. */
export type TestBrowser = {
  /** Opens a page in a context of its own: no cookie, no cache of others. German, 1280 × 800, unless told otherwise. */
  open(options?: BrowserContextOptions): Promise<Page>;
};

/** True for what stays on this machine. */
export const isOurs = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return !/^(https?|wss?):$/.test(protocol) || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
};

const ARGS = [
  '--no-sandbox', // root may not use the sandbox, and containers forbid it to all; pages here are our own
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
];

/**
 * Starts a browser for this test file and ends it after its tests; then a request to any other machine, which no page
 * may make, fails the file. Call it at the top, with top-level await; undefined where no browser runs (then skip).
 */
export const openBrowser = async (): Promise<TestBrowser | undefined> => {
  const program = await findChromium();
  if (!program) return undefined;
  const env = Object.fromEntries(Object.entries(environment()).filter((pair): pair is [string, string] => !!pair[1]));
  const browser = await chromium.launch({ executablePath: program.file, args: ARGS, env: { ...env, ...program.env } });
  const foreign = new Set<string>();
  after(async () => {
    await browser.close();
    if (foreign.size > 0) throw new Error(`Pages asked other machines for: ${[...foreign].join(', ')}`);
  });
  return {
    open: async (options = {}) => {
      const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 800 }, ...options });
      if (options.javaScriptEnabled === false) scriptless.add(context);
      context.on('request', (request) => {
        if (!isOurs(request.url())) foreign.add(request.url());
      });
      return context.newPage();
    },
  };
};

/** Without script a page has no timers, on which axe waits: those pages are checked as a copy. */
const scriptless = new WeakSet<BrowserContext>();

/** One page a browser and server that has axe already: to read its 550 kB anew for each copy takes longer than the check. */
const desks = new WeakMap<Browser, Map<string, Promise<Page>>>();

const makeDesk = async (browser: Browser, origin: string): Promise<Page> => {
  const desk = await browser.newPage();
  // Addresses of styles and fonts are the page's own; what the page would run, it did not run where it was seen.
  await desk.route('**/*', (route) => (route.request().resourceType() === 'script' ? route.abort() : route.fallback()));
  await desk.route(origin, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await desk.goto(origin);
  await desk.evaluate(axe.source);
  return desk;
};

const copyOf = async (page: Page): Promise<Page> => {
  const browser = page.context().browser();
  const viewport = page.viewportSize();
  if (!browser || !viewport) throw new Error('The browser of this page has ended.');
  const { origin } = new URL(page.url());
  const known = desks.get(browser) ?? new Map<string, Promise<Page>>();
  desks.set(browser, known);
  const made = known.get(origin) ?? makeDesk(browser, `${origin}/`);
  known.set(origin, made);
  const desk = await made;
  await desk.setViewportSize(viewport);
  await desk.setContent(await page.content());
  return desk;
};

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Checks a page against WCAG 2.2 AA as far as a program can. @throws Error that names each fault and its element */
export const checkAccessibility = async (page: Page): Promise<void> => {
  const seen = scriptless.has(page.context()) ? await copyOf(page) : page;
  if (seen === page) await seen.evaluate(axe.source);
  const violations = await seen.evaluate(async (rules) => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    return (await checker.run({ runOnly: rules, resultTypes: ['violations'] })).violations;
  }, RULES);
  if (violations.length === 0) return;
  const faults = violations.map(({ id, help, nodes }) => {
    const places = nodes.map(
      ({ html, failureSummary = '' }) => `    ${html}\n      ${failureSummary.replace(/\n\s*/g, '\n      ')}`,
    );
    return `  ${id}: ${help}\n${places.join('\n')}`;
  });
  throw new Error(`${page.url()} is not accessible:\n${faults.join('\n')}`);
};

/** Puts the widest number in the place of each that people read, since which one a page got is chance; undone after. */
const WIDEST_FITS = `document.fonts.ready.then(() => {
  const texts = document.createNodeIterator(document.body, NodeFilter.SHOW_TEXT);
  const before = new Map();
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (/\\b[0-9A-Z]{5}(-[0-9A-Z]{5}){2}\\b/.test(text.data)) before.set(text, text.data);
  for (const [text, data] of before) text.data = data.replace(/\\b[0-9A-Z]{5}(-[0-9A-Z]{5}){2}\\b/g, 'WWWWW-WWWWW-WWWWW');
  const fits = document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  for (const [text, data] of before) text.data = data;
  return fits;
})`;

/** True when nothing must be scrolled sideways at the present width, in the fonts of the page, whatever number it shows. */
export const fitsWidth = (page: Page): Promise<boolean> => page.evaluate(WIDEST_FITS);
