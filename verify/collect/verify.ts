// `npm run verify:collect`: published front ends keep all their references through `collect`, and four editors work in Chromium
// as published, and after `collect` with the documented setting.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { countOver, formatTable } from '../../bench/table.ts';
import { collect } from '../../collect/collect.ts';
import { toLine } from '../../collect/problems.ts';
import { defineStatic } from '../../lambdas/config/static-config.ts';
import { findChromium, howToGetChromium } from '../../test/page/chromium.ts';
import { editors } from './editors.ts';
import { collectFrontEnds } from './front-ends.ts';
import { installEditors, makeSite } from './make-site.ts';
import { serveSite } from './serve-site.ts';

const READY_WITHIN_MS = 60_000;
/** Long enough for what does not come to be missed. */
const MISSED_AFTER_MS = 5_000;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const frontEndDirectory = await mkdtemp(join(tmpdir(), 'airlock-front-ends-'));
try {
  const table = await collectFrontEnds(frontEndDirectory);
  print(formatTable(table));
  if (countOver(table) > 0) process.exitCode = 1;
} finally {
  await rm(frontEndDirectory, { recursive: true });
}

const executablePath = findChromium();
if (!executablePath) {
  print(`SKIPPED: no Chromium, so no editor was tried after collect. ${howToGetChromium}`);
} else {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-editors-'));
  try {
    await verify(directory, executablePath);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function verify(directory: string, browserPath: string): Promise<void> {
  try {
    await installEditors(directory);
  } catch (cause) {
    print(`SKIPPED: the editors could not be installed from the registry: ${cause}`);
    return;
  }
  const site = await makeSite(directory);
  const plain = await collectInto('plain', {});
  const kept = await collectInto('kept', { keepOriginals: ['vendor/**'] });
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  try {
    const asPublished = await readyOf(browser, site, READY_WITHIN_MS);
    const withoutSetting = await readyOf(browser, plain.outdir, MISSED_AFTER_MS);
    const withSetting = await readyOf(browser, kept.outdir, READY_WITHIN_MS);
    for (const { name, version } of editors) {
      const isNamed = plain.notes.some((note) => note.includes(`vendor/${name}/`));
      const works = (states: ReadonlyMap<string, string>) => states.get(name) ?? 'missing';
      print(
        `${name} ${version}: as published ${works(asPublished)}; collected without keepOriginals ${works(withoutSetting)}, ${isNamed ? 'named' : 'NOT NAMED'}; with keepOriginals ${works(withSetting)}`,
      );
      const isRight = works(asPublished) === 'works' && works(withSetting) === 'works';
      if (!isRight || !isNamed || kept.notes.length > 0) process.exitCode = 1;
    }
    for (const note of kept.notes) print(`Unexpected note: ${note}`);
  } finally {
    await browser.close();
  }

  async function collectInto(name: string, source: { readonly keepOriginals?: readonly string[] }) {
    const outdir = join(directory, name);
    const settings = defineStatic({
      sources: [{ directory: site, ...source }],
      checkedScripts: ['start-*.js'],
    });
    const { notes } = await collect({ settings, root: directory, outdir, now: Date.now });
    return { outdir, notes: notes.map(toLine) };
  }

  /** Opens each editor's page of the site that is in the directory; `works`, or what was missing. */
  async function readyOf(
    opened: Browser,
    front: string,
    timeout: number,
  ): Promise<ReadonlyMap<string, string>> {
    const stateDirectory = await mkdtemp(join(directory, 'cloud-'));
    await mkdir(stateDirectory, { recursive: true });
    const cloud = await serveSite(front, stateDirectory);
    const states = new Map<string, string>();
    for (const { name } of editors) {
      const page = await opened.newPage();
      const failures: string[] = [];
      page.on('response', (response) => {
        const path = new URL(response.url()).pathname;
        if (response.status() >= 400 && path !== '/favicon.ico') failures.push(path);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') failures.push(message.text());
      });
      await page.goto(`${cloud.addresses.site}/${name}.html`, { waitUntil: 'commit' });
      const isReady = await page
        .waitForFunction(() => document.title === 'READY', undefined, { timeout })
        .then(
          () => true,
          () => false,
        );
      states.set(name, isReady ? 'works' : `does not work (${failures[0] ?? 'nothing failed'})`);
      await page.close();
    }
    await cloud.stop();
    return states;
  }
}
