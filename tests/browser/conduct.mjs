// Every kind of page, from a disk and from a sub-path of a server: no request leaves, nothing is logged, nothing is
// against the policy, nothing jumps; every page is valid HTML.
import assert from 'node:assert/strict';
import path from 'node:path';
import { createRequire } from 'node:module';
import test from 'node:test';
import { KINDS, files, onDisk, open, run, sample, serve, settled } from './support.mjs';

test('every page of the sample is of a kind that the tests look at', async () => {
  const pages = (await files(sample)).filter((file) => file.endsWith('.html'));
  const ofNoKind = pages.filter((page) => !page.startsWith('files/') && !KINDS.some((kind) => kind.pattern.test(page)));
  assert.deepEqual(ofNoKind, []);
  const missing = KINDS.filter((kind) => !pages.includes(kind.page) || !kind.pattern.test(kind.page));
  assert.deepEqual(missing, []);
});

for (const [where, address] of [['a disk', async () => onDisk(sample)], ['a sub-path', () => serve(sample)]]) {
  test(`pages from ${where} load their own files only, say nothing, and hold still`, async (t) => {
    const base = await address();
    for (const size of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
      const tab = await open({ viewport: size });
      for (const kind of KINDS) {
        // The page for addresses that lead nowhere looks for the site; it has a test of its own.
        if (kind.name === 'not found') continue;
        await t.test(`${kind.name}, ${size.width} wide`, async () => {
          await tab.page.goto(base + kind.page);
          await settled(tab.page);
          const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.deepEqual(await tab.faults(base), []);
          assert.ok(wide <= 0, `the page is ${wide} px wider than the window`);
        });
      }
      await tab.close();
    }
  });
}

test('the page for addresses that lead nowhere finds the site from any depth', async () => {
  const base = await serve(sample);
  const tab = await open();
  for (const nowhere of ['gone.html', 'documents/gone.html', 'frameworks/iso-42001/matrix/gone/gone.html']) {
    await tab.page.goto(base + nowhere);
    await tab.page.waitForFunction(() => document.documentElement.classList.contains('script') && window.aimsbook);
    const links = await tab.page.locator('main a, .areas a').evaluateAll((links) => links.map((link) => link.href));
    assert.ok(links.length > 5 && links.every((link) => link.startsWith(base)), links.join('\n'));
    for (const link of links) assert.equal((await tab.page.request.get(link)).status(), 200, link);
    const display = await tab.page.evaluate(() => getComputedStyle(document.body).display);
    assert.equal(display, 'flex', 'the style sheet is there');
  }
  await tab.close();
});

test('every page is valid HTML', async () => {
  const jar = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const pages = (await files(sample)).filter((file) => file.endsWith('.html') && !file.startsWith('files/'));
  const options = ['-Xss2m', '-jar', jar, '--errors-only', '--format', 'gnu', ...pages];
  const faults = await run('java', options, { cwd: sample, maxBuffer: 1 << 26 }).then(() => '', (error) => error.stderr || error.message);
  assert.equal(faults, '');
});
