// The print edition as a PDF: its list of contents names the sheet on which each thing is, and each sheet says whose it is.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { AS_OF, DAY, report, root, run, scratch } from './support.mjs';

async function print(handbook, name, more = []) {
  const file = scratch(name);
  const browser = process.env.CHROMIUM ? ['--browser', process.env.CHROMIUM] : [];
  const options = ['export', 'pdf', handbook, '--out', file, '--as-of', AS_OF, ...browser, ...more];
  const { stderr } = await run(process.env.AIMSBOOK, options, { cwd: root, maxBuffer: 1 << 26 });
  assert.match(stderr, /^Written to .*: \d+ sheets$/m);
  return file;
}

async function sheets(file) {
  const { stdout } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 26 });
  return stdout.split('\f').slice(0, -1);
}

/** Without spaces, which a printed line does not always keep. */
const close = (text) => text.replace(/\s+/g, '');

test('the printed sample', async (t) => {
  const start = performance.now();
  const file = await print('sample-aims', 'sample.pdf', ['--audience', 'auditor']);
  const all = await sheets(file);
  report('the sample as a PDF', `${all.length} sheets in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  const last = all.findIndex((sheet, at) => at > 1 && !/^ {0,20}(\S.*\S) {2,}\d+$/m.test(sheet));
  // `POL-001   AI policy   Version 2.1   53`: every line of the list that ends with a number.
  const entries = all.slice(1, last).flatMap((sheet) => sheet.split('\n')).map((line) => line.trim())
    .filter((line) => /\S {2,}\d+$/.test(line) && !/^\d+ \/ \d+$/.test(line))
    .map((line) => ({ sheet: Number(line.match(/(\d+)$/)[1]), words: line.replace(/\s+\d+$/, '').split(/ {2,}/) }));

  await t.test('the contents name the sheets on which things are', () => {
    assert.ok(entries.length > 90, `${entries.length} entries`);
    const numbers = entries.map((entry) => entry.sheet);
    assert.deepEqual(numbers, [...numbers].sort((left, right) => left - right));
    assert.equal(numbers[0], last + 1, 'the first document follows the contents');
    for (const { sheet, words } of entries) {
      for (const word of words) {
        assert.ok(close(all[sheet - 1]).includes(close(word)), `"${word}" is not on sheet ${sheet}:\n${all[sheet - 1]?.slice(0, 400)}`);
      }
    }
  });

  await t.test('every sheet says whose it is, of when, and which of how many', () => {
    let of = 0;
    all.slice(1).forEach((sheet, at) => {
      const text = close(sheet);
      assert.ok(text.endsWith(`${at + 2}/${all.length}`), `sheet ${at + 2}`);
      if (at + 1 < last) return;
      while (entries[of + 1] && entries[of + 1].sheet <= at + 2) of++;
      const [id, title, version] = entries[of].words;
      const marks = [DAY, 'Uncontrolled when printed', ...(version ? [`${id} ${title}`, version] : [id])];
      for (const mark of marks) assert.ok(text.includes(close(mark)), `sheet ${at + 2} lacks "${mark}":\n${sheet.slice(0, 300)}`);
      assert.match(text, /·(public|internal|confidential|restricted)·/, `sheet ${at + 2} lacks a classification`);
    });
  });

  await t.test('headings are bookmarks, and the cover says of when it is', async () => {
    const { stdout } = await run('pdfinfo', [file]);
    assert.match(stdout, /Tagged: +yes/);
    assert.match(stdout, new RegExp(`Title: .*${AS_OF}`));
    assert.ok(close(all[0]).includes(close(`as of ${DAY}`)) && close(all[0]).includes('confidential'));
  });
});

test('the same handbook gives the same bytes', async () => {
  const folder = scratch('small-handbook');
  await mkdir(path.join(folder, 'policies'), { recursive: true });
  await writeFile(path.join(folder, 'policies', 'größe.md'), '---\nid: P-1\ntitle: Größe\nowner: Lead\n---\n## Eins\nText, [[P-2]].\n');
  const row = (cell) => `|${Array.from({ length: 14 }, (_, at) => cell(at)).join('|')}|\n`;
  const table = row((at) => `C${at}`) + row(() => '-') + row((at) => (at % 5 ? 'some words here' : 'Internationalizationofwords'));
  await writeFile(path.join(folder, 'policies', 'b.md'), `---\nid: P-2\ntitle: Second\nowner: Lead\n---\n${table}\n\`\`\`\n${'x'.repeat(300)}\n\`\`\`\n`);
  const [first, second] = [await print(folder, 'first.pdf'), await print(folder, 'second.pdf')];
  assert.ok((await readFile(first)).equals(await readFile(second)));
  const [, contents, one, two] = await sheets(first);
  assert.match(contents, /P-1 +Größe +3\n/);
  assert.match(contents, /P-2 +Second +4\n/);
  assert.ok(one.includes('P-1 Größe') && two.includes('P-2 Second'));
  // A table and a line that are wider than the paper are not cut, and make nothing smaller.
  for (let column = 0; column < 14; column++) assert.ok(close(two).includes(`C${column}`), `C${column} is cut`);
  assert.equal(close(two).match(/x{20,}/g).join('').length, 300);
  const { stdout } = await run('pdftotext', ['-bbox', first, '-']);
  const [, top, bottom] = stdout.match(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">Eins</);
  assert.ok(bottom - top > 14, `a heading is ${bottom - top} high`);
});
