// Paper: how many sheets, what stands at their edges, and whether anything is cut.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import test from 'node:test';
import { DAY, onDisk, open, run, sample, scratch } from './support.mjs';

/** The sheets of a page as text, as a printer would get them. */
async function sheets(tab, page) {
  await tab.page.goto(onDisk(sample) + page);
  const file = scratch('print.pdf');
  await writeFile(file, await tab.page.pdf({ preferCSSPageSize: true, printBackground: false }));
  const { stdout } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 26 });
  return stdout.split('\f').slice(0, -1);
}

/** Without spaces, which a printed line does not always keep. */
const close = (text) => text.replace(/\s+/g, '');

for (const [page, marks] of [
  ['documents/POL-001.html', ['POL-001', 'internal']],
  ['documents/PROC-002.html', ['PROC-002']],
  ['records/risk/RSK-007.html', ['RSK-007']],
  ['frameworks/iso-42001/A.6.2.4.html', ['A.6.2.4']],
  ['registers/risk.html', ['Risks']],
  ['statement-of-applicability.html', ['Statement of Applicability']],
  ['systems/SYS-001.html', ['SYS-001']],
]) {
  test(`every printed sheet of ${page} says what it is, of when, and which of how many`, async () => {
    const tab = await open();
    const printed = await sheets(tab, page);
    assert.ok(printed.length > 0);
    printed.forEach((sheet, at) => {
      for (const mark of [...marks, DAY, 'Uncontrolled when printed', `${at + 1} / ${printed.length}`]) {
        assert.ok(close(sheet).includes(close(mark)), `sheet ${at + 1} of ${printed.length} lacks "${mark}":\n${sheet.slice(0, 300)}\n…\n${sheet.slice(-300)}`);
      }
    });
    await tab.close();
  });
}

test('no table is cut at the edge of the sheet', async (t) => {
  const tab = await open({ viewport: { width: 1280, height: 900 } });
  await tab.page.emulateMedia({ media: 'print' });
  for (const page of ['registers/risk.html', 'registers/incident.html', 'evidence.html', 'statement-of-applicability.html', 'systems/SYS-001.html', 'gaps.html', 'documents/PROC-002.html']) {
    await t.test(page, async () => {
      await tab.page.goto(onDisk(sample) + page);
      // What a word at the right end of each table says must be on paper.
      const words = await tab.page.evaluate(() => Array.from(document.querySelectorAll('main table')).map((table) => {
        const cell = table.rows[0].cells[table.rows[0].cells.length - 1];
        return cell.textContent.trim().split(/\s+/).pop();
      }).filter(Boolean));
      const file = scratch('table.pdf');
      await writeFile(file, await tab.page.pdf({ preferCSSPageSize: true }));
      const { stdout } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 26 });
      for (const word of new Set(words)) assert.ok(close(stdout).includes(word), `"${word}" is not on paper`);
    });
  }
  await tab.close();
});
