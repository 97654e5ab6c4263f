// A handbook with its history in a browser: the banner, the list of versions over a page, what was in force on a day, redlines.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { axeFaults } from './accessibility.mjs';
import { build, onDisk, open, root, run, scratch, serve, settled } from './support.mjs';

const handbook = scratch('with-history');
await run('bash', [path.join(root, 'sample-aims', 'make-history.sh'), handbook], { maxBuffer: 1 << 26 });
const site = await build(handbook, 'versions');
const OLD = 'versions/v2.0/documents/POL-001.html';

for (const [where, base] of [['from the disk', onDisk(site)], ['below a path', await serve(site)]]) {
  test(`versions ${where}`, async (t) => {
    const tab = await open();
    const { page } = tab;

    await t.test('an old page leads to the same document in the version in force', async () => {
      await page.goto(base + OLD);
      const banner = page.locator('[data-version-banner]');
      await banner.getByText('Version Handbook 2025 was superseded on 19 November 2026.').waitFor();
      await page.waitForFunction(() => document.querySelector('[data-version-banner] a').href.endsWith('documents/POL-001.html'));
      assert.deepEqual(await tab.faults(base), []);
      await banner.getByRole('link').click();
      assert.equal(page.url(), `${base}documents/POL-001.html`);
      await page.waitForLoadState('load');
      assert.equal(await page.locator('[data-version-banner]').count(), 0);
    });

    await t.test('the list of versions has the page in each of them, by keyboard too', async () => {
      await page.goto(base + OLD);
      await page.locator('[data-open-versions]').focus();
      await page.keyboard.press('Enter');
      const rows = page.locator('dialog .version-list li');
      await rows.first().waitFor();
      const told = await rows.evaluateAll((all) => all.map((row) => `${row.firstChild.textContent}: ${row.firstChild.href ?? 'none'}`));
      const at = (place) => `${base}${place}documents/POL-001.html`;
      assert.deepEqual(told, [
        `proposal: ${at('versions/proposal/')}`, `Handbook 2026: ${at('')}`,
        `Handbook 2025: ${at('versions/v2.0/')}`, `Handbook 2024: ${at('versions/v1.0/')}`, 'Principles 2023: none',
      ]);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Handbook 2025');
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.hasAttribute('data-open-versions')), true);
      assert.deepEqual(await tab.faults(base), []);
      await page.keyboard.press('Enter');
      await rows.first().waitFor();
      assert.deepEqual(await axeFaults(page), []);
      // The tool that looks for faults asks for things itself.
      await page.goto('about:blank');
      tab.seen.errors.length = tab.seen.requests.length = 0;
    });

    await t.test('a day shows what was in force on it, and its address can be shared', async () => {
      await page.goto(`${base}versions.html`);
      const shown = () => page.locator('tr[data-from]:not([data-document]):not([hidden]) th').allTextContents();
      assert.equal((await shown()).length, 4);
      assert.deepEqual(await tab.faults(base), []);
      await page.locator('[data-applied-on]').fill('2025-01-31');
      assert.deepEqual(await shown(), ['Handbook 2024v1.0']);
      const left = await page.locator('tr[data-document]:not([hidden])').count();
      assert.equal(await page.locator('[data-applied-count]').textContent(), String(left));
      assert.ok(left > 0 && left < await page.locator('tr[data-document]').count());
      const address = page.url();
      await page.goto(`${base}index.html`);
      await page.goto(address);
      assert.deepEqual(await shown(), ['Handbook 2024v1.0']);
    });
    await tab.close();
  });
}

test('pages across versions are as good as any, in light, in dark and on a phone', async (t) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, phone]) {
    const tab = await open(options);
    for (const name of ['versions.html', 'history/POL-001.html', 'documents/POL-001.html', OLD]) {
      await t.test(`${name} ${options.colorScheme ?? 'phone'}`, async () => {
        await tab.page.goto(onDisk(site) + name);
        await settled(tab.page);
        assert.deepEqual(await axeFaults(tab.page), []);
        const width = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(width <= 0, `${width} pixels too wide`);
      });
    }
    await tab.close();
  }
});

test('without scripts a link leads to the list of versions, and from there to each', async () => {
  const tab = await open({ javaScriptEnabled: false });
  await tab.page.goto(onDisk(site) + OLD);
  await tab.page.locator('[data-version-banner]').getByRole('link', { name: 'See all versions' }).click();
  await tab.page.getByRole('link', { name: 'Handbook 2024', exact: true }).first().click();
  assert.equal(tab.page.url(), `${onDisk(site)}versions/v1.0/index.html`);
  await tab.close();
});
