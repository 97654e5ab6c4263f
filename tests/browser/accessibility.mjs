// What axe finds on every kind of page in light and in dark, and whether the keyboard reaches everything in sight.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { KINDS, build, onDisk, open, sample, scratch, settled } from './support.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every fault that axe finds on a page as it stands, one line each. */
export async function axeFaults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run({
    runOnly: { type: 'tag', values }, resultTypes: ['violations'],
  }), RULES);
  return violations.flatMap((fault) => fault.nodes.slice(0, 3).map((node) => `${fault.id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`));
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing in ${colorScheme}`, async (t) => {
    const tab = await open({ colorScheme });
    for (const kind of KINDS) {
      await t.test(kind.name, async () => {
        await tab.page.goto(onDisk(sample) + kind.page);
        await settled(tab.page);
        assert.deepEqual(await axeFaults(tab.page), []);
      });
    }
    await tab.close();
  });
}

test('axe finds nothing on a phone', async (t) => {
  const tab = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  for (const kind of KINDS.filter((kind) => ['home', 'policy', 'clause', 'statement', 'risk register', 'system', 'matrix of documents'].includes(kind.name))) {
    await t.test(kind.name, async () => {
      await tab.page.goto(onDisk(sample) + kind.page);
      await settled(tab.page);
      assert.deepEqual(await axeFaults(tab.page), []);
    });
  }
  await tab.close();
});

test('the page for the public is as good as any', async () => {
  const site = await build(fileURLToPath(new URL('../../sample-aims', import.meta.url)), 'public', { audience: 'public' });
  for (const colorScheme of ['light', 'dark']) {
    const tab = await open({ colorScheme });
    await tab.page.goto(onDisk(site) + 'index.html');
    await settled(tab.page);
    assert.deepEqual(await tab.faults(onDisk(site)), []);
    assert.deepEqual(await axeFaults(tab.page), []);
    await tab.close();
  }
});

test('the page of findings, and the banner that leads to it', async () => {
  const folder = scratch('broken-handbook');
  await mkdir(folder);
  await writeFile(path.join(folder, 'aimsbook.yaml'), 'title: Broken\nframeworks: [iso-42001]\n');
  await writeFile(path.join(folder, 'a.md'), '---\nid: POL-001\ntitle: A policy\nclauses: [A.7.9]\n---\nText with a [[POL-404]].\n');
  const site = await build(folder, 'broken', { more: ['--keep-going'] });
  for (const colorScheme of ['light', 'dark']) {
    const tab = await open({ colorScheme });
    await tab.page.goto(onDisk(site) + 'documents/POL-001.html');
    await tab.page.locator('.banner a').click();
    await settled(tab.page);
    assert.match(await tab.page.locator('main').innerText(), /A\.7\.9/);
    assert.deepEqual(await tab.faults(onDisk(site)), []);
    assert.deepEqual(await axeFaults(tab.page), []);
    await tab.close();
  }
});

/** What has the focus: where it is, whether a mark shows it, and what lies over it. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const inWindow = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0 && box.height > 0;
  const lines = Array.from(element.getClientRects());
  const line = lines.find((one) => one.top >= 0 && one.bottom <= innerHeight) || lines[0] || box;
  const x = Math.min(Math.max(line.left + Math.min(line.width / 2, 20), 0), innerWidth - 1);
  const y = Math.min(Math.max(line.top + line.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const covered = inWindow && top && !element.contains(top) && !top.contains(element);
  const name = `${element.nodeName.toLowerCase()}.${element.className} ${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 40)}`;
  return { name, ring, inWindow, covered: covered ? `${top.nodeName}.${top.className}` : '' };
}

test('the tab key goes through every kind of page with a visible focus that nothing covers', async (t) => {
  const tab = await open();
  for (const kind of KINDS) {
    await t.test(kind.name, async () => {
      await tab.page.goto(onDisk(sample) + kind.page);
      await settled(tab.page);
      // The search page puts the reader into its field; the walk starts at the top all the same.
      await tab.page.locator('.skip-link').focus();
      const faults = [];
      let steps = 0;
      for (; steps < 70; steps++) {
        await tab.page.keyboard.press('Tab');
        const focus = await tab.page.evaluate(focused);
        if (!focus) break;
        if (!focus.ring) faults.push(`no mark on ${focus.name}`);
        if (!focus.inWindow) faults.push(`out of sight: ${focus.name}`);
        if (focus.covered) faults.push(`${focus.covered} covers ${focus.name}`);
      }
      assert.deepEqual([...new Set(faults)], []);
      assert.ok(steps > 5, `only ${steps} stops`);
    });
  }
  await tab.close();
});

test('the first stop leads past the navigation', async () => {
  const tab = await open();
  await tab.page.goto(onDisk(sample) + 'documents/POL-001.html');
  await tab.page.keyboard.press('Tab');
  await tab.page.keyboard.press('Enter');
  assert.equal(await tab.page.evaluate(() => document.activeElement.id), 'page-main');
  await tab.close();
});

test('text at twice its size stays in the window', async (t) => {
  const tab = await open({ viewport: { width: 640, height: 450 } });
  for (const kind of KINDS) {
    await t.test(kind.name, async () => {
      await tab.page.goto(onDisk(sample) + kind.page);
      const wide = await tab.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px wider than the window`);
    });
  }
  await tab.close();
});
