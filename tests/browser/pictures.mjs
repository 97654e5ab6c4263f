// The pictures of the README, taken from the sample as it is: tests/browser/run PROGRAM pictures
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import assert from 'node:assert/strict';
import { onDisk, open, sample, settled } from './support.mjs';

const PICTURES = [
  { name: 'home', page: 'index.html', size: { width: 1200, height: 750 } },
  { name: 'clause', page: 'frameworks/iso-42001/A.6.2.4.html', size: { width: 1200, height: 750 } },
  { name: 'matrix', page: 'frameworks/iso-42001/matrix/documents.html', size: { width: 1200, height: 750 }, colorScheme: 'dark' },
  { name: 'phone', page: 'documents/POL-001.html', size: { width: 390, height: 780 } },
];

test('pictures for the README', async () => {
  for (const { name, page, size, colorScheme } of PICTURES) {
    const tab = await open({ viewport: size, colorScheme });
    await tab.page.goto(onDisk(sample) + page);
    await settled(tab.page);
    const file = fileURLToPath(new URL(`../../themes/pictures/${name}.png`, import.meta.url));
    await tab.page.screenshot({ path: file });
    const { size: bytes } = await stat(file);
    assert.ok(bytes < 150 * 1024, `${name} has ${bytes} bytes`);
    await tab.close();
  }
});
