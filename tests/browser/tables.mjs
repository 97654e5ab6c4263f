// Registers and matrices: filter, sort, fold, move, share the view, take it along, and keep the heads in sight.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { onDisk, open, sample, settled } from './support.mjs';

const RISKS = 'registers/risk.html';
const MATRIX = 'frameworks/iso-42001/matrix/documents.html';

async function at(page, more = '', options = {}) {
  const tab = await open(options);
  await tab.page.goto(onDisk(sample) + page + more);
  await settled(tab.page);
  return tab;
}

const rows = (tab) => tab.page.locator('table[data-rows] tbody tr').allInnerTexts();
const count = (tab) => tab.page.locator('.tools-count').innerText();

test('a register is filtered by text, state and owner, and says how many rows that are', async () => {
  const tab = await at(RISKS);
  const all = (await rows(tab)).length;
  await tab.page.locator('[data-text]').fill('drift');
  await settled(tab.page);
  const drifting = await rows(tab);
  assert.ok(drifting.length > 0 && drifting.length < all);
  assert.ok(drifting.every((row) => /drift/i.test(row)), drifting.join('\n'));
  assert.match(await count(tab), new RegExp(`\\b${drifting.length}\\b.*\\b${all}\\b`));
  await tab.page.locator('[data-clear]').click();
  assert.equal((await rows(tab)).length, all);

  const chip = tab.page.locator('.counts[data-facet=status] button').first();
  const said = Number((await chip.innerText()).match(/\d+/)[0]);
  await chip.click();
  await settled(tab.page);
  assert.equal((await rows(tab)).length, said, 'as many rows as the chip says');
  await chip.click();

  await tab.page.locator('details[data-facet=owner] summary').click();
  const choice = tab.page.locator('details[data-facet=owner] label').first();
  const owner = await choice.innerText();
  await choice.click();
  await settled(tab.page);
  const owned = await rows(tab);
  assert.ok(owned.length > 0 && owned.length < all && owned.every((row) => row.includes(owner)), owner);
  await tab.close();
});

test('the view is in the address, and comes back from it', async () => {
  const tab = await at(RISKS);
  await tab.page.locator('[data-text]').fill('drift');
  await tab.page.locator('th .sort').nth(1).click();
  await tab.page.waitForFunction(() => location.hash.includes('text=drift') && location.hash.includes('sort=2'));
  const [address, shown] = [new URL(tab.page.url()).hash, await rows(tab)];
  await tab.close();
  const again = await at(RISKS, address);
  assert.deepEqual(await rows(again), shown);
  assert.equal(await again.page.locator('[data-text]').inputValue(), 'drift');
  assert.equal(await again.page.locator('th[aria-sort=ascending]').count(), 1);
  await again.close();
});

test('what is in view can be taken along as CSV', async () => {
  const tab = await at(RISKS, '#filter=text=drift');
  const shown = await rows(tab);
  const [download] = await Promise.all([tab.page.waitForEvent('download'), tab.page.locator('[data-csv]').click()]);
  const text = await readFile(await download.path(), 'utf8');
  assert.equal(download.suggestedFilename(), 'risk.csv');
  assert.ok(text.startsWith('\ufeff'));
  assert.equal(text.trim().split('\r\n').length, shown.length + 1);
  await tab.close();
});

test('a matrix shows only its holes, folds its groups, and is walked with the arrows', async () => {
  const tab = await at(MATRIX);
  const all = (await rows(tab)).length;
  await tab.page.locator('[data-holes]').click();
  await settled(tab.page);
  assert.ok((await rows(tab)).length < all);
  assert.equal(await tab.page.locator('tbody tr:not(.heading) .mark-full').count(), 0);
  await tab.page.locator('[data-holes]').click();
  await tab.page.locator('[data-fold]').click();
  await settled(tab.page);
  const folded = (await rows(tab)).length;
  assert.ok(folded < all / 3, `${folded} rows of ${all}`);
  await tab.page.locator('[data-fold]').click();
  await settled(tab.page);
  await tab.page.locator('tbody tr:not(.heading) .mark-cell a').first().focus();
  const before = await tab.page.evaluate(() => document.activeElement.href);
  await tab.page.keyboard.press('ArrowDown');
  const after = await tab.page.evaluate(() => document.activeElement.href);
  assert.notEqual(after, before);
  await tab.close();
});

test('the Statement of Applicability is filtered by what was decided, and its groups go with their rows', async () => {
  const tab = await at('statement-of-applicability.html');
  const all = await tab.page.locator('tbody tr:not(.group)').count();
  await tab.page.locator('details[data-facet=verdict] summary').click();
  await tab.page.locator('details[data-facet=verdict] label', { hasText: 'No' }).first().click();
  await settled(tab.page);
  const left = await tab.page.locator('tbody tr:not(.group)').allInnerTexts();
  assert.ok(left.length > 0 && left.length < all / 4, `${left.length} of ${all}`);
  assert.ok((await tab.page.locator('tbody tr.group').count()) <= left.length);
  await tab.page.locator('[data-clear]').click();
  await settled(tab.page);
  assert.equal(await tab.page.locator('tbody tr:not(.group)').count(), all);
  await tab.close();
});

/** Where the first head cell and the first cell of a row below are, after scrolling far down and to the right. */
function heads(table) {
  const scroller = table.parentElement;
  scroller.scrollIntoView({ block: 'end' });
  scroller.scrollTo(10000, 400);
  const window = scroller.getBoundingClientRect();
  const head = table.tHead.rows[table.tHead.rows.length - 1].cells[0].getBoundingClientRect();
  const rows = Array.from(table.tBodies[0].rows).filter((row) => row.getBoundingClientRect().top > head.bottom);
  const side = rows[0].cells[0].getBoundingClientRect();
  return { top: head.top - Math.max(window.top, 0), left: head.left - window.left, side: side.left - window.left, moved: scroller.scrollLeft };
}

test('the heads of a long table stay in sight in both directions', async (t) => {
  for (const [page, size] of [[MATRIX, { width: 1280, height: 900 }], [RISKS, { width: 900, height: 700 }], [RISKS, { width: 390, height: 844 }], ['evidence.html', { width: 900, height: 700 }]]) {
    await t.test(`${page}, ${size.width} wide`, async () => {
      const tab = await at(page, '', { viewport: size });
      const seen = await tab.page.locator('table[data-rows]').first().evaluate(heads);
      assert.ok(seen.moved > 0, 'the table is wider than its place');
      assert.ok(seen.top >= -1 && seen.top < 120, `the head is at ${seen.top}`);
      assert.ok(Math.abs(seen.left) < 3, `the corner is at ${seen.left}`);
      assert.ok(Math.abs(seen.side) < 3, `the first column is at ${seen.side}`);
      await tab.close();
    });
  }
});
