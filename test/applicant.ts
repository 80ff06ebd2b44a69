import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { parse } from 'yaml';
import { flatten } from './walk.ts';

/** Answers of a worked example, by its place in the package. */
export const readExample = (service: string, file: string, index: number): Record<string, unknown> => {
  const path = `${import.meta.dirname}/../services/${service}/examples/${file}`;
  const { examples } = parse(readFileSync(path, 'utf8')) as { examples: { answers: Record<string, unknown> }[] };
  const example = examples[index];
  if (!example) throw new Error(`${path} has no example number ${index}.`);
  return structuredClone(example.answers);
};

/** A valid German IBAN that nobody else in the test has: duplicates are a doubt. */
export const makeIban = (account: number): string => {
  const bban = `12030000${String(account).padStart(10, '0')}`;
  const check = 98n - (BigInt(`${bban}131400`) % 97n);
  return `DE${String(check).padStart(2, '0')}${bban}`;
};

type Control = { readonly name: string; readonly type: string; readonly value: string };

const CONTROLS = 'main form [name]:not([type=hidden]):not(button)';

const readControls = (page: Page): Promise<Control[]> =>
  page.locator(CONTROLS).evaluateAll((elements) =>
    elements.map((element) => {
      const { name, type, value } = element as unknown as Control;
      return { name, type, value };
    }),
  );

const datePart = (values: ReadonlyMap<string, string>, name: string): string | undefined => {
  const [, field = '', part = ''] = /^(.+)\.(day|month|year)$/.exec(name) ?? [];
  const [year, month, day] = values.get(field)?.split('-') ?? [];
  return { year, month, day }[part];
};

const fillControl = async (
  page: Page,
  { name, type, value }: Control,
  answers: readonly (readonly [string, string])[],
): Promise<void> => {
  const values = new Map(answers);
  const control = page.locator(`main form [name="${name}"]`);
  if (type === 'radio' || type === 'checkbox') {
    const chosen = answers.some(([path, answer]) => answer === value && path.replace(/\.\d+$/, '') === name);
    if (chosen || (values.get(name) === value && value !== ''))
      await page.locator(`main form [name="${name}"][value="${value}"]`).check();
    return;
  }
  const text = values.get(name) ?? datePart(values, name);
  if (text === undefined) return;
  if (type === 'select-one') await control.selectOption(text);
  else await control.fill(text);
};

/** Adds entries to the lists on this page until there are as many as in the answers. */
const addEntries = async (page: Page, answers: Readonly<Record<string, unknown>>): Promise<void> => {
  for (const [field, entries] of Object.entries(answers)) {
    if (!Array.isArray(entries) || typeof entries[0] !== 'object') continue;
    const add = page.locator(`main form button[name=action][value="add:${field}"]`);
    for (let count = 1; count < entries.length && (await add.count()) > 0; count += 1) {
      if ((await page.locator(`main form [name^="${field}.${count}."]`).count()) === 0) await add.click();
    }
  }
};

/** Fills the page in front of the applicant as a person would; leaves it to be sent. */
export const fillPage = async (page: Page, answers: Readonly<Record<string, unknown>>): Promise<void> => {
  await addEntries(page, answers);
  const flat = flatten(answers);
  const done = new Set<string>();
  for (const control of await readControls(page)) {
    const key = `${control.name}=${control.type === 'radio' || control.type === 'checkbox' ? control.value : ''}`;
    if (!done.has(key)) await fillControl(page, control, flat);
    done.add(key);
  }
};

/** With script the last page is sent without leaving it; waits till there is an answer. */
export const isSent = (page: Page): Promise<void> => page.locator('main form[inert]').waitFor({ state: 'detached' });

/** Presses what sends the page on. */
export const goOn = async (page: Page): Promise<void> => {
  await page.locator('main form button.kern-btn--primary').last().click();
  await isSent(page);
};

/** Walks from where the applicant stands to the receipt; `look` is called on each page as it is shown. */
export const walkToReceipt = async (
  page: Page,
  answers: Readonly<Record<string, unknown>>,
  look: (page: Page) => Promise<void>,
): Promise<{ readonly number: string; readonly secret: string }> => {
  for (let pages = 0; pages < 40; pages += 1) {
    await look(page);
    if ((await page.locator('[data-receipt]').count()) > 0)
      return {
        number: (await page.locator('[data-receipt]').textContent()) ?? '',
        secret: (await page.locator('[data-secret]').textContent()) ?? '',
      };
    await fillPage(page, answers);
    await goOn(page);
  }
  throw new Error(`There is no receipt after forty pages; the last one was «${await page.title()}».`);
};
