// What all browser tests share: the sites, a browser that reaches nothing else, and a witness of what a page does.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

export const run = promisify(execFile);
export const AS_OF = '2026-11-24';
/** The same as a page says it. */
export const DAY = '24 November 2026';
export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = await mkdtemp(path.join(tmpdir(), 'aimsbook-browser-'));

/** Builds a handbook and gives the folder of its site. */
export async function build(handbook, name, { audience = 'auditor', more = [] } = {}) {
  const out = path.join(folder, name);
  const options = ['build', handbook, '--audience', audience, '--as-of', AS_OF, '--out', out, ...more];
  await run(process.env.AIMSBOOK, options, { cwd: root, maxBuffer: 1 << 26 });
  return out;
}

/** A folder of its own, gone when the tests end. */
export function scratch(name) {
  return path.join(folder, name);
}

export const sample = await build(path.join(root, 'sample-aims'), 'sample');

// ------------------------------------------------------------------------------------------------------------ kinds

/**
 * One page of every kind, and the pages of the sample that are of this kind: a page of no kind fails a test, so that a
 * new kind of page is not forgotten here.
 */
export const KINDS = [
  ['home', 'index.html', /^index\.html$/],
  ['not found', '404.html', /^404\.html$/],
  ['contents', 'contents.html', /^contents\.html$/],
  ['search', 'search.html', /^search\.html$/],
  ['calendar', 'calendar.html', /^calendar(\.part-\d+)?\.html$/],
  ['evidence', 'evidence.html', /^evidence(\.part-\d+)?\.html$/],
  ['gaps', 'gaps.html', /^gaps\.html$/],
  ['road', 'road.html', /^road\.html$/],
  ['rules', 'rules.html', /^rules\.html$/],
  ['statement', 'statement-of-applicability.html', /^statement-of-applicability.*\.html$/],
  ['policy', 'documents/POL-001.html', /^documents\/.*\.html$/],
  ['procedure', 'documents/PROC-002.html', /^documents\/PROC.*\.html$/],
  ['document with a picture', 'documents/AIMS-004.html', /^documents\/AIMS.*\.html$/],
  ['sections', 'sections/index.html', /^sections\/index\.html$/],
  ['section', 'sections/policies/index.html', /^sections\/.+\/index(\.part-\d+)?\.html$/],
  ['frameworks', 'frameworks/index.html', /^frameworks\/index\.html$/],
  ['framework', 'frameworks/iso-42001/index.html', /^frameworks\/[^/]+\/index\.html$/],
  ['clause', 'frameworks/iso-42001/A.6.2.4.html', /^frameworks\/[^/]+\/[^/]+\.html$/],
  ['chapter', 'frameworks/iso-42001/6.html', /^frameworks\/[^/]+\/\d+\.html$/],
  ['article', 'frameworks/eu-ai-act/Art.9.html', /^frameworks\/eu-ai-act\/Art\.\d+\.html$/],
  ['matrix of documents', 'frameworks/iso-42001/matrix/documents.html', /\/matrix\/documents\.html$/],
  ['matrix of records', 'frameworks/iso-42001/matrix/records.html', /\/matrix\/records\.html$/],
  ['matrix of systems', 'frameworks/iso-42001/matrix/systems.html', /\/matrix\/systems\.html$/],
  ['matrix of frameworks', 'frameworks/iso-42001/matrix/framework-eu-ai-act.html', /\/matrix\/framework-.*\.html$/],
  ['registers', 'registers/index.html', /^registers\/index\.html$/],
  ['register', 'registers/incident.html', /^registers\/[^/]+\.html$/],
  ['risk register', 'registers/risk.html', /^registers\/risk\.html$/],
  ['risks of a cell', 'registers/risk/inherent-3-4.html', /^registers\/risk\/.*\.html$/],
  ['record', 'records/risk/RSK-007.html', /^records\/.*\.html$/],
  ['system', 'systems/SYS-001.html', /^systems\/.*\.html$/],
].map(([name, page, pattern]) => ({ name, page, pattern }));

/** All files of a site below its folder, with `/`. */
export async function files(site, below = '') {
  const found = [];
  for (const entry of await readdir(path.join(site, below), { withFileTypes: true })) {
    const name = below + entry.name;
    if (entry.isDirectory()) found.push(...(await files(site, name + '/')));
    else found.push(name);
  }
  return found.sort();
}

// ----------------------------------------------------------------------------------------------------------- serving

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.txt': 'text/plain; charset=utf-8', '.pdf': 'application/pdf',
};
const SUB_PATH = '/intranet/ai handbook/';

/** Serves a site from a sub-path as any plain server does, its 404 page included; gives the address of the site. */
export async function serve(site) {
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = asked.startsWith(SUB_PATH) ? path.join(site, asked.slice(SUB_PATH.length)) : '';
    const target = asked.endsWith('/') ? path.join(inside, 'index.html') : inside;
    const found = inside && (await stat(target).then((about) => about.isFile(), () => false));
    const file = found ? target : path.join(site, '404.html');
    response.writeHead(found ? 200 : 404, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => { server.closeAllConnections?.(); server.close(); });
  return `http://127.0.0.1:${server.address().port}${encodeURI(SUB_PATH)}`;
}

export function onDisk(site) {
  return pathToFileURL(site).href + '/';
}

// ---------------------------------------------------------------------------------------------------------- browsing

/** No name resolves, so that nothing can leave this machine even when a test looks away. */
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1', '--disable-gpu', '--disable-lcd-text'],
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs in the page before anything else: counts what jumps, and takes down what the policy forbids. */
function witness() {
  window.witness = { shift: 0, forbidden: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.witness.shift += entry.value;
      window.witness.moved = entry.sources.map((source) => source.node && (source.node.className || source.node.nodeName));
    }
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => {
    window.witness.forbidden.push(`${event.violatedDirective}: ${event.blockedURI}`);
  });
}

/** A page whose conduct is recorded: `faults()` lists all that a quiet page does not do. */
export async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.addInitScript(witness);
  const seen = { requests: [], errors: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // A browser asks for a page's icon when it likes, and stops asking when the page is left; so it does with what is
    // told of results that nobody waits for.
    if (reason === 'net::ERR_ABORTED' && /\/icon\.svg$|\/assets\/previews\/\d+\.js$|\/assets\/previews\.js$/.test(request.url())) return;
    seen.errors.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.errors.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.errors.push(`script: ${error.message}`));
  return {
    page,
    seen,
    /** What went wrong since the last call, for a site at this address. */
    async faults(base) {
      const faults = seen.errors.splice(0);
      faults.push(...seen.requests.splice(0).filter((url) => !url.startsWith(base) && !url.startsWith('blob:')).map((url) => `asked for ${url}`));
      const witnessed = await page.evaluate(() => window.witness);
      faults.push(...witnessed.forbidden.map((what) => `against the policy: ${what}`));
      if (witnessed.shift > 0.005) faults.push(`layout moved by ${witnessed.shift.toFixed(3)}: ${witnessed.moved}`);
      return faults;
    },
    close: () => context.close(),
  };
}

/** The page stands still: scripts have run, and nothing is drawn any more. */
export async function settled(page) {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

export function median(numbers) {
  return [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/** A figure for whoever reads the log. */
export function report(what, value) {
  console.log(`measured: ${what}: ${value}`);
}
