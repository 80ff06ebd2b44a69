import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { checkAccessibility, fitsWidth, isOurs, openBrowser } from './browser.ts';

const browser = await openBrowser();
const skip = browser ? false : 'no browser for this platform';

const pages: Record<string, string> = {
  '/good': '<!doctype html><html lang="de"><title>Gut</title><main><h1>Größe</h1><p>Text</p></main></html>',
  '/bad': '<!doctype html><html><title>Bad</title><main><h1>x</h1><input><hr width="2000"></main></html>',
  '/number': '<!doctype html><html lang="de"><title>N</title><main><nobr>11111-11111-11111</nobr></main></html>',
  '/pale':
    '<!doctype html><html lang="de"><title>P</title><link rel="stylesheet" href="/css"><main><h1>Blass</h1></main></html>',
  '/script':
    '<!doctype html><html lang="de"><title>S</title><main><h1>0</h1></main><script>document.querySelector("h1").textContent = "1"</script></html>',
};
const server = createServer((request, response) => {
  response.setHeader('content-type', request.url === '/css' ? 'text/css' : 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', "default-src 'self'; script-src 'unsafe-inline'");
  response.end(request.url === '/css' ? 'h1 { color: #ccc }' : (pages[request.url ?? ''] ?? ''));
}).listen(0, '127.0.0.1');
after(() => {
  server.closeAllConnections();
  server.close();
});
const at = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

test('a good page passes, a bad one is told in full', { skip }, async () => {
  const page = await browser?.open();
  assert.ok(page);
  await page.goto(at('/good'));
  await checkAccessibility(page);
  assert.equal(await fitsWidth(page), true);
  await page.goto(at('/bad'));
  await assert.rejects(checkAccessibility(page), /html-has-lang[\s\S]*label: Form elements must have labels/);
  assert.equal(await fitsWidth(page), false);
});

test('a page fits only if the widest number does, and shows its own again afterwards', { skip }, async () => {
  const page = await browser?.open({ viewport: { width: 200, height: 400 } });
  assert.ok(page);
  await page.goto(at('/number'));
  assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 200);
  assert.equal(await fitsWidth(page), false);
  assert.equal(await page.locator('nobr').textContent(), '11111-11111-11111');
});

test('pages can be seen without script, and checked then too', { skip }, async () => {
  const page = await browser?.open({ javaScriptEnabled: false, viewport: { width: 360, height: 700 } });
  assert.ok(page);
  await page.goto(at('/script'));
  assert.equal(await page.locator('h1').textContent(), '0');
  await checkAccessibility(page);
  await page.goto(at('/bad'));
  await assert.rejects(checkAccessibility(page), /html-has-lang[\s\S]*label: Form elements must have labels/);
  await page.goto(at('/pale'));
  await assert.rejects(checkAccessibility(page), /\/pale is not accessible:[\s\S]*color-contrast/);
  await page.goto(at('/good'));
  await checkAccessibility(page);
});

test('a request to another machine is told apart', () => {
  const ours = ['http://localhost:8080/a', 'http://127.0.0.1/', 'http://[::1]:1/', 'data:text/plain,x', 'about:blank'];
  const foreign = [
    'https://fonts.example/x',
    'http://127.0.0.1.example/',
    'http://localhost.example/',
    'ws://10.0.0.1/',
  ];
  assert.deepEqual([ours.filter((url) => !isOurs(url)), foreign.filter(isOurs)], [[], []]);
});
