import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUuid } from '#lib/id.ts';
import { sql } from '#lib/sql.ts';
import { loadPackage, makeCitizenSite } from './citizen-site.ts';
import { walkForm } from './walk.ts';

const site = await makeCitizenSite();
const fetch = (path: string, init?: RequestInit): Response | Promise<Response> => site.app.request(path, init);

for (const name of ['soforthilfe', 'rueckholung']) {
  const service = await loadPackage(name);
  await site.put('musterland', service);
  const good = service.examples.filter(({ expect }) => !expect.problems?.length);
  for (const language of service.languages)
    test(`${name}: every worked example walks through the form in ${language}`, async () => {
      const mark = language === 'de' ? '' : `?lang=${language}`;
      const examples = language === 'de' ? good : good.slice(0, 2);
      assert.ok(examples.length > 0);
      const numbers = new Set<string>();
      for (const example of examples) {
        const pages = await walkForm(fetch, `/musterland/${name}${mark}`, example.answers);
        const last = pages.at(-1);
        const why = last?.text.match(/kd-faults[\s\S]*?<\/ul>/)?.[0].replace(/<[^>]+>/g, ' ');
        assert.ok(last?.receipt, `${example.name}: stopped at “${last?.heading}” ${why ?? ''}`);
        assert.ok(last.text.includes(`<html lang="${language}"`));
        numbers.add(last.receipt);
      }
      assert.equal(numbers.size, examples.length);
    });

  for (const example of service.examples.filter(({ expect }) => expect.problems?.length))
    test(`${name}: the form refuses “${example.name}”`, async () => {
      const last = (await walkForm(fetch, `/musterland/${name}`, example.answers)).at(-1);
      assert.equal(last?.receipt, undefined);
      assert.equal(last?.status, 422);
    });
}

test('each walk left one submission', async () => {
  const rows = await site.db.tx('musterland', (tx) => tx.all<{ id: string }>(sql`select id from intake.submission`));
  assert.ok(rows.length > 20);
  assert.ok(rows.every(({ id }) => isUuid(id)));
  assert.deepEqual(site.errors, []);
});
