// A handbook of 10,000 documents and 10,000 risks, the same at every run.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const DOCUMENTS = 10_000;
export const ROWS = 10_000;

const SYLLABLES = ['ba', 'cer', 'do', 'fin', 'gu', 'har', 'li', 'mon', 'nev', 'or', 'pra', 'qua', 'ris', 'sel', 'tor', 'u', 'ver', 'wen', 'xi', 'zo'];

function chances(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Some words are everywhere and most are rare, as in any language. */
function vocabulary(chance) {
  const words = new Set();
  while (words.size < 6000) {
    let word = '';
    for (let length = 2 + chance(3); length > 0; length--) word += SYLLABLES[chance(SYLLABLES.length)];
    words.add(word);
  }
  const list = [...words];
  return () => list[Math.floor((chance(1_000_000) / 1_000_000) ** 3 * list.length)];
}

function sentence(chance, word) {
  const words = Array.from({ length: 8 + chance(10) }, word);
  return words.join(' ').replace(/^./, (first) => first.toUpperCase()) + '.';
}

/** Writes the handbook and gives how many bytes of text it has. */
export async function writeLarge(folder) {
  const chance = chances(42);
  const word = vocabulary(chance);
  let bytes = 0;
  await mkdir(path.join(folder, 'registers'), { recursive: true });
  await writeFile(path.join(folder, 'aimsbook.yaml'), 'title: Large handbook\nframeworks: [iso-42001]\n');
  for (let number = 0; number < DOCUMENTS; number++) {
    const section = path.join(folder, `part-${Math.floor(number / 250)}`);
    if (number % 250 === 0) await mkdir(section);
    const id = `DOC-${String(number).padStart(5, '0')}`;
    const paragraphs = Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => sentence(chance, word)).join(' '));
    const text = `---\nid: ${id}\ntitle: ${word()} ${word()} ${number}\ntype: procedure\nstatus: draft\nowner: Owner ${number % 40}\n---\n## ${word()} ${word()}\n\n${paragraphs.join('\n\n')}\n`;
    bytes += text.length;
    await writeFile(path.join(section, `${id}.md`), text);
  }
  const rows = ['kind: risk', 'records:'];
  for (let number = 0; number < ROWS; number++) {
    rows.push(
      `  - id: RSK-${String(number).padStart(5, '0')}`, `    title: ${sentence(chance, word)}`,
      `    likelihood: ${1 + chance(5)}`, `    impact: ${1 + chance(5)}`, `    treatment: ${['modify', 'retain', 'avoid', 'share'][chance(4)]}`,
      `    owner: Owner ${chance(40)}`, `    status: ${['open', 'treated', 'accepted', 'closed'][chance(4)]}`, '    reviewed: 2026-05-02',
    );
  }
  await writeFile(path.join(folder, 'registers', 'risks.yaml'), rows.join('\n') + '\n');
  return bytes;
}
