// What a reader does: look something up, follow the contents, switch light and dark.
import assert from 'node:assert/strict';
import test from 'node:test';
import { onDisk, open, sample, serve, settled } from './support.mjs';

async function palette(tab, key) {
  await tab.page.keyboard.press(key);
  await tab.page.waitForSelector('dialog.palette[open] input');
}

async function lookUp(tab, query) {
  await tab.page.locator('dialog.palette input[type=search]').fill(query);
  await tab.page.waitForFunction((query) => {
    const list = document.querySelector('dialog.palette .results');
    return list && list.dataset.query === query;
  }, query);
  return tab.page.locator('dialog.palette .results li').allInnerTexts();
}

for (const [where, address] of [['a disk', async () => onDisk(sample)], ['a sub-path', () => serve(sample)]]) {
  test(`the palette finds things from ${where}`, async (t) => {
    const base = await address();
    const tab = await open();
    await tab.page.goto(base + 'documents/POL-001.html');
    const cases = [
      ['POL-001', /^POL-001/], ['A.6.2.4', /^A\.6\.2\.4/], ['a 6 2 4', /A\.6\.2\.4/], ['art 9', /9\s+Risk management/i],
      ['govern 1.1', /GOVERN 1\.1/], ['RSK-007', /^RSK-007/], ['ai policy', /POL-001/],
      ['data qualty', /data/i], ['harbour', /Harbour/i],
    ];
    await palette(tab, '/');
    for (const [query, expected] of cases) {
      await t.test(query, async () => {
        const results = await lookUp(tab, query);
        assert.match(results.slice(0, 3).join('\n'), expected);
      });
    }
    await t.test('words that are nowhere', async () => {
      assert.deepEqual(await lookUp(tab, 'zyzzyva'), []);
      assert.match(await tab.page.locator('dialog.palette [role=status]').innerText(), /\w/);
    });
    await t.test('only clauses', async () => {
      await lookUp(tab, 'risk management');
      const chip = tab.page.locator('dialog.palette .types button', { hasText: 'Clauses' });
      await chip.click();
      const addresses = await tab.page.locator('dialog.palette .results a').evaluateAll((links) => links.map((link) => link.href));
      assert.ok(addresses.length > 0 && addresses.every((url) => url.includes('/frameworks/')), addresses.join('\n'));
      assert.ok(await tab.page.evaluate(() => document.activeElement.matches('dialog input')));
      await chip.click();
    });
    await t.test('arrows and Enter', async () => {
      await lookUp(tab, 'policy');
      await tab.page.keyboard.press('ArrowDown');
      const chosen = await tab.page.locator('dialog.palette [aria-selected=true] a').getAttribute('href');
      await tab.page.keyboard.press('Enter');
      await tab.page.waitForURL(chosen);
    });
    await t.test('Ctrl-K opens, Escape closes and gives the focus back', async () => {
      await tab.page.locator('main a').first().focus();
      await palette(tab, 'Control+k');
      await tab.page.keyboard.press('Escape');
      await tab.page.waitForSelector('dialog.palette', { state: 'detached' });
      assert.ok(await tab.page.evaluate(() => Boolean(document.activeElement.closest('main'))));
    });
    assert.deepEqual(await tab.faults(base), []);
    await tab.close();
  });
}

test('the search page keeps its query in the address', async () => {
  const base = await serve(sample);
  const tab = await open();
  await tab.page.goto(base + 'search.html?q=steward');
  await tab.page.waitForSelector('[data-search-results] li');
  await tab.page.locator('#search-input').fill('model card');
  await tab.page.waitForFunction(() => location.search === '?q=model%20card');
  assert.deepEqual(await tab.faults(base), []);
  await tab.close();
});

test('light and dark: as the system, then as the reader chooses, on every page and without a flash', async () => {
  const base = await serve(sample);
  const tab = await open({ colorScheme: 'dark' });
  const paper = () => tab.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await tab.page.goto(base + 'index.html');
  const dark = await paper();
  const button = tab.page.locator('[data-switch-theme]');
  await button.click();
  const light = await paper();
  assert.notEqual(light, dark);
  await tab.page.goto(base + 'documents/POL-001.html', { waitUntil: 'commit' });
  await tab.page.waitForSelector('body');
  assert.equal(await paper(), light, 'the choice holds on the next page, before its scripts have run');
  await button.click();
  assert.equal(await paper(), dark);
  await button.click();
  assert.equal(await tab.page.evaluate(() => document.documentElement.dataset.theme), undefined);
  await tab.close();
});

test('the contents beside a text mark the section in view', async () => {
  const tab = await open();
  await tab.page.goto(onDisk(sample) + 'documents/PROC-002.html');
  const entries = tab.page.locator('.toc a');
  const middle = Math.floor((await entries.count()) / 2);
  await entries.nth(middle).click();
  await tab.page.waitForFunction((at) => document.querySelectorAll('.toc a')[at].hasAttribute('aria-current'), middle);
  await tab.close();
});

test('a link shows what it leads to, to the pointer and to the keyboard', async () => {
  const base = onDisk(sample);
  const tab = await open();
  await tab.page.goto(base + 'documents/POL-001.html');
  const link = tab.page.locator('.text a[href*="documents/"]').first();
  await link.hover();
  const card = tab.page.locator('.preview');
  await card.waitFor();
  const text = await card.innerText();
  assert.match(text, /Approved|Draft|In review|Review overdue/);
  assert.match(text, /Next review/);
  await card.hover();
  await tab.page.waitForTimeout(400);
  assert.ok(await card.isVisible(), 'the pointer may rest on the card');
  await tab.page.keyboard.press('Escape');
  assert.equal(await card.count(), 0);
  await tab.page.mouse.move(0, 0);
  await tab.page.locator('.answers .chip').first().focus();
  await tab.page.keyboard.press('Shift+Tab');
  await tab.page.keyboard.press('Tab');
  await card.waitFor();
  assert.match(await card.innerText(), /Evidenced|Documented|Gap|Stale|Planned|Practised/);
  assert.ok(await tab.page.evaluate(() => document.activeElement.getAttribute('aria-describedby') === 'page-preview'));
  assert.deepEqual(await tab.faults(base), []);
  await tab.close();
});

test('the link of a heading is copied when it is followed', async () => {
  const tab = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await tab.page.goto((await serve(sample)) + 'documents/POL-001.html');
  const anchor = tab.page.locator('.text .anchor').first();
  await anchor.click();
  await tab.page.locator('.copied:not(:empty)').waitFor();
  const copied = await tab.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, tab.page.url());
  assert.match(copied, /#./);
  await tab.close();
});

test('a picture that is shown small opens in full', async () => {
  const base = onDisk(sample);
  const tab = await open({ viewport: { width: 700, height: 800 } });
  await tab.page.goto(base + 'documents/AIMS-004.html');
  await tab.page.locator('.zoom').first().focus();
  await tab.page.keyboard.press('Enter');
  const picture = tab.page.locator('dialog.picture img');
  await picture.waitFor();
  const [shown, natural] = await picture.evaluate((image) => [image.clientWidth, image.naturalWidth]);
  assert.equal(shown, natural);
  await tab.page.keyboard.press('Escape');
  assert.equal(await picture.count(), 0);
  assert.ok(await tab.page.evaluate(() => document.activeElement.matches('.zoom')), 'the focus is back');
  assert.deepEqual(await tab.faults(base), []);
  await tab.close();
});

test('without scripts every page can be read, and nothing pretends to work', async () => {
  const tab = await open({ javaScriptEnabled: false });
  for (const page of ['index.html', 'documents/POL-001.html', 'registers/risk.html', 'frameworks/iso-42001/matrix/documents.html']) {
    await tab.page.goto(onDisk(sample) + page);
    assert.equal(await tab.page.locator('.tools:visible, [data-switch-theme]:visible').count(), 0, page);
  }
  assert.ok((await tab.page.locator('table[data-rows] tbody tr').count()) > 50);
  await tab.close();
});

test('a result says version, status, owner and next review, and does not move for it', async () => {
  const base = onDisk(sample);
  const tab = await open();
  await tab.page.goto(base + 'index.html');
  await palette(tab, '/');
  await lookUp(tab, 'POL-001');
  const place = tab.page.locator('dialog.palette .result-place').first();
  const before = (await place.boundingBox()).height;
  await place.locator('.state').waitFor();
  const said = await place.innerText();
  for (const part of ['Version 2.1', 'Approved', 'Head of AI governance', 'Next review 12 February 2027']) assert.ok(said.includes(part), said);
  assert.equal((await place.boundingBox()).height, before);
  assert.deepEqual(await tab.faults(base), []);
  await tab.close();
});

test('on a phone the bar and the name of the section stay in sight', async () => {
  const base = onDisk(sample);
  const tab = await open({ viewport: { width: 390, height: 800 } });
  await tab.page.goto(base + 'documents/AIMS-005.html');
  const bar = () => tab.page.locator('.top-bar').boundingBox();
  const inline = tab.page.locator('.toc-inline');
  await tab.page.locator('h2', { hasText: 'Who does what' }).evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 110));
  await settled(tab.page);
  assert.equal((await bar()).y, 0);
  assert.ok(Math.abs((await inline.boundingBox()).y - (await bar()).height) < 2);
  assert.match(await inline.locator('.toc-here').innerText(), /^Who does what/);
  const place = await tab.page.evaluate(() => scrollY);
  await inline.locator('summary').click();
  await inline.getByRole('link', { name: 'Authority to stop' }).click();
  assert.equal(await inline.getAttribute('open'), null);
  await settled(tab.page);
  assert.ok((await tab.page.evaluate(() => scrollY)) > place);
  const heading = await tab.page.locator('#stop, h2:has-text("Authority to stop")').first().boundingBox();
  const over = await inline.boundingBox();
  assert.ok(heading.y >= over.y + over.height - 1, 'the heading is not under the bar');
  await tab.close();
});
