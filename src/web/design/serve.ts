import type { Context, Env, Hono } from 'hono';
import { encodeAsset, findAsset } from './assets.ts';

const YEAR = 31_536_000;

/** Strict: nothing but our own style sheet, images, fonts and form targets; no script, no frame. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The same, for pages to which a script of our own adds something. */
export const SCRIPT_POLICY = `${POLICY}; script-src 'self'; connect-src 'self'`;

/** What every answer carries; pages of applicants have `SCRIPT_POLICY` instead of the first. */
export const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ['content-security-policy', POLICY],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()'],
];

/** Puts the security headers on every answer of an app; one that has set a header itself keeps it. */
export const protect = <E extends Env>(app: Hono<E>): void => {
  app.use(async (c, next) => {
    // Before the answer is made, not onto the finished one: that costs a copy of it.
    for (const [name, value] of SECURITY_HEADERS) c.header(name, value);
    await next();
  });
};

const pickEncoding = (accept: string, type: string): 'br' | 'gzip' | undefined => {
  if (type === 'font/woff2') return undefined;
  if (/\bbr\b/.test(accept)) return 'br';
  return /\bgzip\b/.test(accept) ? 'gzip' : undefined;
};

const answerAsset = (c: Context): Response => {
  const asset = findAsset(c.req.param('name') ?? '');
  if (!asset) return c.text('Not found', 404);
  const encoding = pickEncoding(c.req.header('accept-encoding') ?? '', asset.type);
  const headers: Record<string, string> = {
    'content-type': asset.type,
    'cache-control': `public, max-age=${YEAR}, immutable`,
    vary: 'accept-encoding',
  };
  if (encoding) headers['content-encoding'] = encoding;
  return c.body(new Uint8Array(encoding ? encodeAsset(asset, encoding) : asset.body), 200, headers);
};

/** Gives out style sheet, fonts and images under `/assets/…`, compressed once, to be kept for a year. */
export const serveAssets = <E extends Env>(app: Hono<E>): void => {
  app.get('/assets/:name', answerAsset);
};
