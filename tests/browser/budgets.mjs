// What a page may weigh, and how long a reader may wait. Times are medians, and their limits here are wide because
// machines are busy; the figures themselves are in the log.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { DOCUMENTS, ROWS, writeLarge } from './large.mjs';
import { KINDS, build, files, median, onDisk, open, report, sample, scratch, settled } from './support.mjs';

const KB = 1024;
const zipped = async (file) => gzipSync(await readFile(path.join(sample, file)), { level: 9 }).length;

test('scripts and style are small', async () => {
  const assets = (await files(sample, 'assets/')).filter((file) => !/^assets\/(search|previews)\/|nav\.js$/.test(file));
  let script = 0;
  let style = 0;
  for (const file of assets) {
    if (file.endsWith('.js')) script += await zipped(file);
    if (file.endsWith('.css')) style += await zipped(file);
  }
  report('all scripts, compressed', `${(script / KB).toFixed(1)} KB of 40`);
  report('style, compressed', `${(style / KB).toFixed(1)} KB of 30`);
  assert.ok(script < 40 * KB && style < 30 * KB);
});

test('a page without its text is small, with all that it loads', async () => {
  let heaviest = { size: 0 };
  for (const kind of KINDS) {
    const html = await readFile(path.join(sample, kind.page), 'utf8');
    const frame = html.slice(0, html.indexOf('<main')) + html.slice(html.indexOf('</main>'));
    let size = gzipSync(frame).length;
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg))"/g)) {
      const file = path.posix.join(path.posix.dirname(kind.page), decodeURIComponent(address));
      if (!file.startsWith('..') && (await stat(path.join(sample, file)).catch(() => null))) size += await zipped(file);
    }
    if (size > heaviest.size) heaviest = { size, page: kind.page };
    assert.ok(size < 60 * KB, `${kind.page}: ${size} bytes`);
  }
  report('the heaviest page without its text', `${(heaviest.size / KB).toFixed(1)} KB of 60 (${heaviest.page})`);
});

/** Milliseconds from a keystroke in a field until what it changed is drawn. */
async function typed(page, selector, value) {
  return page.evaluate(([selector, value]) => new Promise((resolve) => {
    const input = document.querySelector(selector);
    input.value = value;
    const start = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  }), [selector, value]);
}

test(`with ${DOCUMENTS} documents and ${ROWS} rows`, async (t) => {
  const folder = scratch('large-handbook');
  const bytes = await writeLarge(folder);
  const site = await build(folder, 'large', { more: ['--keep-going'] });
  const base = onDisk(site);

  await t.test('the search index is a small part of the text', async () => {
    let index = 0;
    for (const file of await files(site, 'assets/search/')) index += (await stat(path.join(site, file))).size;
    report('search index', `${(index / KB / KB).toFixed(1)} MB, ${((100 * index) / bytes).toFixed(1)} % of the text`);
    assert.ok(index < 0.15 * bytes);
  });

  await t.test('a register is painted within a second', async () => {
    const times = [];
    for (let round = 0; round < 5; round++) {
      const tab = await open();
      await tab.page.goto(base + 'registers/risk.html');
      await settled(tab.page);
      times.push(await tab.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
      assert.deepEqual(await tab.faults(base), []);
      await tab.close();
    }
    report('first paint of a register', `${median(times).toFixed(0)} ms of 1000`);
    assert.ok(median(times) < 2000);
  });

  await t.test('a filter goes through the rows of all parts', async () => {
    const tab = await open();
    await tab.page.goto(base + 'registers/risk.html');
    await settled(tab.page);
    await typed(tab.page, '[data-text]', 'RSK-09999');
    await tab.page.waitForFunction(() => !document.querySelector('.tools-count').textContent.includes('…'), null, { timeout: 60_000 });
    assert.match(await tab.page.locator('table[data-rows] tbody').innerText(), /^RSK-09999/, 'the last row is found from the first part');
    assert.equal((await tab.page.locator('.tools-count').innerText()).replace(',', ''), `1 of ${ROWS} rows`);
    const times = [];
    for (const value of ['RSK-0', 'ris', 'owner 7', 'ba', 'modify', '', 'RSK-0999', 'quaver', 'retain owner 3', 'accepted']) {
      times.push(await typed(tab.page, '[data-text]', value));
    }
    report(`a filter over ${ROWS} rows`, `${median(times).toFixed(0)} ms of 100, at most ${Math.max(...times).toFixed(0)}`);
    assert.deepEqual(await tab.faults(base), []);
    assert.ok(median(times) < 250);
    await tab.close();
  });

  await t.test('results come while somebody types', async () => {
    const tab = await open();
    await tab.page.goto(base + 'index.html');
    await tab.page.keyboard.press('/');
    await tab.page.waitForSelector('dialog.palette input');
    const look = (query) => tab.page.evaluate((query) => new Promise((resolve) => {
      const input = document.querySelector('dialog.palette input');
      const list = document.querySelector('dialog.palette .results');
      const start = performance.now();
      const watch = new MutationObserver(() => {
        if (list.dataset.query !== query) return;
        watch.disconnect();
        resolve(performance.now() - start);
      });
      watch.observe(list, { attributes: true });
      input.value = query;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }), query);
    const times = [];
    for (const whole of ['quaver selmon', 'DOC-0423', 'harbado risk', 'a.6.2.4', 'vernev ortor']) {
      for (let length = 2; length <= whole.length; length++) {
        if (!whole[length - 1].trim()) continue;
        times.push(await look(whole.slice(0, length)));
      }
    }
    report(`a search over ${DOCUMENTS} documents`, `${median(times).toFixed(1)} ms of 30, at most ${Math.max(...times).toFixed(0)}`);
    assert.ok(median(times) < 100);
    assert.deepEqual(await tab.faults(base), []);
    await tab.close();
  });
});
