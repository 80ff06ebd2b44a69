import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildStylesheet, readIcons } from './stylesheet.ts';

/** A file we serve. Its name holds the hash of its content, so it may be cached for ever. */
export type Asset = { readonly name: string; readonly type: string; readonly body: Buffer };

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  js: 'text/javascript; charset=utf-8',
};

const assets = new Map<string, Asset>();
const encoded = new Map<string, Buffer>();

/** Takes a file into service; the address under which every app with `serveAssets` gives it out. */
export const addAsset = (name: string, extension: 'css' | 'svg' | 'woff2' | 'js', content: string | Buffer): string => {
  const body = Buffer.from(content);
  const hashed = `${name}-${createHash('sha256').update(body).digest('base64url').slice(0, 12)}.${extension}`;
  assets.set(hashed, { name: hashed, type: TYPES[extension] ?? 'application/octet-stream', body });
  return `/assets/${hashed}`;
};

export const findAsset = (name: string): Asset | undefined => assets.get(name);

/** The body as brotli or gzip, made once at best quality; fonts are compressed already. */
export const encodeAsset = (asset: Asset, encoding: 'br' | 'gzip'): Buffer => {
  const key = `${encoding}:${asset.name}`;
  const found = encoded.get(key);
  if (found) return found;
  const made = encoding === 'br' ? brotliCompressSync(asset.body) : gzipSync(asset.body, { level: 9 });
  encoded.set(key, made);
  return made;
};

const readKern = (path: string): Buffer => readFileSync(new URL(import.meta.resolve(`@kern-ux/native/dist/${path}`)));

// Two cuts carry all of KERN's text: regular, and semi-bold also where KERN says medium.
const FONTS = [
  { file: 'FiraSans-Regular', weight: '400' },
  { file: 'FiraSans-SemiBold', weight: '500 700' },
];

const fontFaces = (): string =>
  FONTS.map(({ file, weight }) => {
    const url = addAsset(file.toLowerCase(), 'woff2', readKern(`fonts/fira-sans/${file}.woff2`));
    return `@font-face{font-family:"Fira Sans";src:url(${url}) format("woff2");font-weight:${weight};font-display:swap}`;
  }).join('');

/** Images inside the style sheet become files: the content security policy permits no data: addresses. */
const extractImages = (css: string): string =>
  css.replace(/url\("data:image\/svg\+xml,([^"]*)"\)/g, (_, svg: string) => {
    const text = decodeURIComponent(svg).replace(" height='' ", ' ').replace(" width='' ", ' ');
    return `url(${addAsset('image', 'svg', text)})`;
  });

const kern = readKern('kern.min.css').toString();
const own = ['./frame.css', './parts.css', './notice.css', './print.css']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('');

/** Address of the one style sheet. */
export const STYLESHEET = addAsset('knopfdruck', 'css', fontFaces() + extractImages(buildStylesheet(kern, own)));

export const ICONS = readIcons(kern);

/** A small key on a square: drawn here, so that a tab can be told from others. */
export const FAVICON = addAsset(
  'favicon',
  'svg',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2044aa"/>' +
    '<circle cx="16" cy="16" r="9" fill="none" stroke="#fff" stroke-width="3"/><circle cx="16" cy="16" r="3.5" fill="#fff"/></svg>',
);
