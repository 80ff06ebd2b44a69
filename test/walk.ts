/** Fetches a page; the walker needs no more of a browser. */
export type Fetch = (path: string, init?: RequestInit) => Response | Promise<Response>;

/** A control as a page shows it. */
type Control = { readonly name: string; readonly type: string; readonly value: string; readonly checked: boolean };

/** A page as a program sees it: its one form, where it goes and what it holds. */
export type Seen = {
  readonly status: number;
  readonly text: string;
  readonly action: string;
  readonly controls: readonly Control[];
  readonly receipt: string | undefined;
  readonly secret: string | undefined;
  readonly heading: string;
};

const decode = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name as 'amp'],
  );
const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
};

const readControl = (tag: string, rest: string): Control => {
  const kind = /^<(\w+)/.exec(tag)?.[1] ?? '';
  const type = kind === 'input' ? (attribute(tag, 'type') ?? 'text') : kind;
  const selected = /<option value="([^"]*)" selected/.exec(rest.slice(0, rest.indexOf('</select>')))?.[1] ?? '';
  const area = decode(rest.slice(0, rest.indexOf('</textarea>')).replace(/^\n/, ''));
  const value = kind === 'select' ? decode(selected) : kind === 'textarea' ? area : (attribute(tag, 'value') ?? '');
  return { name: attribute(tag, 'name') ?? '', type, value, checked: / checked/.test(tag) };
};

/** Reads a page's one form. */
export const see = async (response: Response): Promise<Seen> => {
  const text = await response.text();
  const start = text.indexOf('<form method="post"');
  const form = start < 0 ? '' : text.slice(start, text.indexOf('</form>', start));
  const controls = [...form.matchAll(/<(?:input|select|textarea)\s[^>]*>/g)].map((match) =>
    readControl(match[0], form.slice(match.index + match[0].length)),
  );
  return {
    status: response.status,
    text,
    action: attribute(/<form [^>]*>/.exec(form)?.[0] ?? '', 'action') ?? '',
    controls,
    receipt: /data-receipt>([^<]+)</.exec(text)?.[1],
    secret: /data-secret>([^<]+)</.exec(text)?.[1],
    heading: decode(/<h1[^>]*>([^<]*)</.exec(text)?.[1] ?? ''),
  };
};

/** Answers as flat control values: `gruppen.0.anzahl` → 3, dates as text, yes and no. */
export const flatten = (answers: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (answers === null || answers === undefined) return [];
  if (typeof answers === 'boolean') return [[path, answers ? 'yes' : 'no']];
  if (typeof answers !== 'object') return [[path, String(answers)]];
  if (Array.isArray(answers) && answers.every((item) => typeof item === 'string'))
    return answers.map((item) => [path, item] as const);
  return Object.entries(answers).flatMap(([name, value]) => flatten(value, path ? `${path}.${name}` : name));
};

/** What a person would post: for every control its answer, or what it holds already. */
export const fillIn = (page: Seen, answers: readonly (readonly [string, string])[]): URLSearchParams => {
  const post = new URLSearchParams();
  const names = new Set(page.controls.map(({ name }) => name));
  const asked = new Set([...names].map((name) => name.replace(/\.(day|month|year)$/, '')));
  for (const [name, value] of answers) {
    const list = name.replace(/\.\d+\..*$/, '');
    if (asked.has(name) || [...names].some((one) => one.startsWith(`${list}.`))) post.append(name, value);
  }
  for (const { name, type, value, checked } of page.controls) {
    if (post.has(name) || post.has(name.replace(/\.(day|month|year)$/, ''))) continue;
    if ((type !== 'radio' && type !== 'checkbox') || checked) post.append(name, value);
  }
  return post;
};

/** Posts a page's form. */
export const post = async (fetch: Fetch, page: Seen, body: URLSearchParams, button = 'continue'): Promise<Seen> => {
  const sent = new URLSearchParams([...body, ['action', button]]);
  return see(await fetch(page.action, { method: 'POST', body: sent }));
};

/** Walks a form from its start page with these answers until a receipt appears, or a page refuses them. */
export const walkForm = async (fetch: Fetch, start: string, answers: unknown): Promise<readonly Seen[]> => {
  const flat = flatten(answers);
  const pages = [await see(await fetch(start))];
  for (let page = pages[0]; page && page.receipt === undefined && page.status === 200 && pages.length < 60; ) {
    page = await post(fetch, page, fillIn(page, flat));
    pages.push(page);
  }
  return pages;
};
