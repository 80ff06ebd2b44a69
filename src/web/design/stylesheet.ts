/**
 * KERN's blocks that our pages use. KERN 2.7 ships 340 kB of CSS, most of it grid and spacing classes; parsing all of it
 * costs a cheap phone more than loading it. What is not named here is left out when the style sheet is built at start.
 */
const BLOCKS = new Set(
  `accordion alert badge body btn btn-wrapper card container description-list description-list-item dialog divider error
   fieldset form-check form-input heading-display heading-large heading-medium heading-small heading-x-large hgroup hint icon
   icon--small icon--default icon--large icon--x-large input-group kopfzeile label layer level-1 link list number preline
   progress sr-only subline summary summary-group table table-responsive task-list task-list-group title`.split(/\s+/),
);

const CLASS = /\.kern-([a-z0-9-]+?)(?:__[a-z0-9-]+)?(?:--[a-z0-9-]+)?(?![a-z0-9_-])/g;

const isWanted = (selector: string): boolean => {
  if (selector.startsWith(':is(body,')) return true; // the colours of the page itself, by which dark mode works
  if (/data-kern-theme|\.kern-(light|dark)\b/.test(selector)) return false;
  for (const [whole, block = ''] of selector.matchAll(CLASS)) {
    if (!BLOCKS.has(block) && !BLOCKS.has(whole.slice(6))) return false;
    if (block === 'icon' && !BLOCKS.has(whole.slice(6))) return false;
  }
  return true;
};

/** Splits at commas that stand in no parentheses. */
const splitSelectors = (text: string): string[] => {
  const parts: string[] = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
};

/** The index of the brace that closes the one at `open`; braces inside quotes do not count. */
const findClose = (css: string, open: number): number => {
  let depth = 0;
  let quote = '';
  for (let i = open; i < css.length; i += 1) {
    const char = css.charAt(i);
    if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return i;
  }
  throw new Error('The style sheet ends inside a block. Is the file of @kern-ux/native complete?');
};

const keepRules = (css: string): string => {
  let kept = '';
  let at = 0;
  for (let open = css.indexOf('{', at); open >= 0; open = css.indexOf('{', at)) {
    const close = findClose(css, open);
    const head = css
      .slice(at, open)
      .replace(/@charset[^;]*;/, '')
      .trim();
    const body = css.slice(open + 1, close);
    at = close + 1;
    if (head.startsWith('@')) {
      const inner = /^@(media|supports)/.test(head) ? keepRules(body) : body;
      if (inner) kept += `${head}{${inner}}`;
    } else {
      const selectors = splitSelectors(head).filter(isWanted);
      if (selectors.length) kept += `${selectors.join(',')}{${body}}`;
    }
  }
  return kept;
};

/** Removes custom properties that nothing refers to, until none is left: most of KERN's palette. */
const dropUnusedProperties = (css: string): string => {
  let rest = css;
  for (let before = ''; before !== rest; ) {
    before = rest;
    const used = new Set([...rest.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    rest = rest.replace(/(--kern-[\w-]+):[^;{}]*(?:;|(?=\}))/g, (text, name) => (used.has(name) ? text : ''));
  }
  return rest.replace(/[^{}]+\{\}/g, '');
};

/**
 * The part of KERN's style sheet that our pages need, in a cascade layer of its own: so our rules win without outbidding
 * KERN's selectors. Pure; takes about 60 ms.
 */
export const buildStylesheet = (kern: string, own: string): string => {
  const plain = kern.replace(/\/\*[\s\S]*?\*\//g, '');
  const ours = own.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s*\n\s*/g, '');
  return dropUnusedProperties(`@layer kern{${keepRules(plain)}}${ours}`);
};

/** The path of each KERN icon by name, in a box of 960 × 960 that starts at (0, −960). */
export const readIcons = (kern: string): ReadonlyMap<string, string> =>
  new Map(
    [...kern.matchAll(/\.kern-icon--([a-z-]+)\{[^}]*?(?:path|Cpath) d='([^']+)'/g)].map(([, name = '', path = '']) => [
      name,
      path,
    ]),
  );
