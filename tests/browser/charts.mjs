// Pictures of figures: what they draw, what they say to those who do not see them, and what their tables hold is the same.
import assert from 'node:assert/strict';
import test from 'node:test';
import { onDisk, open, sample } from './support.mjs';

const base = onDisk(sample);
const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);
const sum = (list) => list.reduce((all, one) => all + one, 0);

for (const page of ['frameworks/iso-42001/index.html', 'frameworks/eu-ai-act/index.html', 'evidence.html']) {
  test(`the bars of ${page} say what their table says`, async () => {
    const tab = await open();
    await tab.page.goto(base + page);
    const rows = await tab.page.locator('.chart').evaluate((chart) => {
      const cells = Array.from(chart.querySelectorAll('tbody tr'), (row) => Array.from(row.cells, (cell) => cell.textContent));
      return Array.from(chart.querySelectorAll('.chart-bar'), (bar, at) => ({
        name: bar.querySelector('title').textContent, said: bar.querySelector('desc').textContent, cells: cells[at],
        drawn: Array.from(bar.querySelectorAll('text'), (text) => text.textContent),
      }));
    });
    assert.ok(rows.length > 1);
    for (const { name, said, drawn, cells } of rows) {
      const counts = cells.slice(1, -1).map(Number);
      assert.equal(cells[0].trim(), name);
      assert.deepEqual(numbers(said).filter(Boolean), counts.filter(Boolean), name);
      assert.equal(sum(counts), Number(cells.at(-1)), name);
      for (const number of drawn) assert.ok(counts.includes(Number(number)), `${name}: ${number}`);
    }
    await tab.close();
  });
}

test('the year holds everything that the page lists', async () => {
  const tab = await open();
  await tab.page.goto(base + 'calendar.html');
  const cells = await tab.page.locator('.chart tbody .number').allTextContents();
  const listed = await tab.page.locator('.due > h2 .count').allTextContents();
  const drawn = await tab.page.locator('.chart .figure').allTextContents();
  assert.equal(sum(cells.map(Number)), sum(listed.map(Number)));
  assert.equal(sum(drawn.map(Number)), sum(listed.map(Number)));
  await tab.close();
});

for (const page of ['frameworks/iso-42001/A.6.2.4.html', 'systems/SYS-001.html']) test(`every line of the diagram of ${page} ends at the middle of something`, async () => {
  const tab = await open({ viewport: { width: 1400, height: 900 } });
  await tab.page.goto(base + page);
  const loose = await tab.page.locator('.diagram').evaluate((diagram) => {
    const middles = (layer) => Array.from(layer.querySelectorAll('li'), (item) => {
      const box = item.getBoundingClientRect();
      return box.top + box.height / 2;
    });
    const found = [];
    for (const wires of diagram.querySelectorAll('.wires')) {
      const top = wires.getBoundingClientRect().top;
      for (const path of wires.querySelectorAll('path')) {
        const ends = [path.getPointAtLength(0).y, path.getPointAtLength(path.getTotalLength()).y];
        [wires.previousElementSibling, wires.nextElementSibling].forEach((layer, side) => {
          if (!middles(layer).some((middle) => Math.abs(middle - top - ends[side]) < 1.5)) found.push(path.getAttribute('d'));
        });
      }
    }
    return { lines: diagram.querySelectorAll('path').length, found };
  });
  assert.ok(loose.lines > 3);
  assert.deepEqual(loose.found, []);
  await tab.close();
});
