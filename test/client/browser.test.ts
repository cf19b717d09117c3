import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordsIn } from '../browser-database.ts';
import { type Site, serveBuiltPage } from '../built-page.ts';
import { HOOK_MS, WAIT_MS } from '../time-limits.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';
import type { Driver } from './page/main.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
if (!executablePath) console.warn('NO CHROMIUM FOUND: the client is not tested in a browser.');

const partSize = 200_000;
const contents = randomBytes(1_500_000);
declare const driver: Driver;

describe.skipIf(!executablePath)('in a browser', () => {
  let folder: string;
  let browser: Browser;
  let site: Site;
  let server: ContractServer;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airlock-page-'));
    site = await serveBuiltPage(join(import.meta.dirname, 'page'));
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox'],
      timeout: HOOK_MS,
    });
    await writeFile(join(folder, 'film.mp4'), contents);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    server = await startContractServer({ partSize, threshold: partSize });
    const context = await browser.newContext();
    context.setDefaultTimeout(WAIT_MS);
    page = await context.newPage();
    await open();
  });
  afterEach(async () => {
    await page.context().close();
    await server[Symbol.asyncDispose]();
  });

  async function open(): Promise<void> {
    await page.goto(site.origin);
    await page.locator('#file').setInputFiles(join(folder, 'film.mp4'));
  }
  const upload = (api = server.url) => page.evaluate((url) => driver.upload(url), api);
  const reports = () => page.evaluate(() => driver.reports);
  const bytes = () => [...server.stored.values()].map((entry) => entry.bytes);

  it('posts with progress, and with the hash of the whole file', async () => {
    await using small = await startContractServer({ threshold: 10_000_000 });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      // Three seconds, for more reports of progress than are expected.
      uploadThroughput: contents.length / 3,
    });
    expect(await upload(small.url)).toEqual({ status: 'ready' });
    const [entry] = small.stored.values();
    expect(entry?.bytes?.equals(contents)).toBe(true);
    expect(entry?.request.sha256).toMatch(/=$/);
    const sent = (await reports()).map(({ sentBytes }) => sentBytes);
    expect(sent.filter((each) => each > 0 && each < contents.length).length).toBeGreaterThan(2);
    expect(sent.at(-1)).toBe(contents.length);
  });

  it('sends parts across origins, hashed by a worker, reading no header but the simple ones', async () => {
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    expect(await upload()).toEqual({ status: 'ready' });
    expect(bytes().map((each) => each?.equals(contents))).toEqual([true]);
    await expect.poll(() => workers).toHaveLength(1);
  });

  it('an upload in a browser completes despite broken connections and 503s', async () => {
    server.fault = (what, count) => {
      if (what === 'PUT part 2' && count < 2) return 'drop before reading';
      return what === 'PUT part 5' && count === 0 ? { status: 503 } : undefined;
    };
    expect(await upload()).toEqual({ status: 'ready' });
    expect(bytes().map((each) => each?.equals(contents))).toEqual([true]);
  });

  it('an upload continues when the browser is online again', async () => {
    const offline = new Promise<void>((resolve) => {
      server.hold = async (what) => {
        if (what !== 'PUT part 3' || server.count('PUT part 3') > 1) return;
        await page.context().setOffline(true);
        resolve();
      };
    });
    const done = upload();
    await offline;
    await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
    await page.context().setOffline(false);
    expect(await done).toEqual({ status: 'ready' });
    expect(bytes().map((each) => each?.equals(contents))).toEqual([true]);
  });

  it('an upload continues after a reload with the parts that S3 does not hold', async () => {
    const reached = new Promise<void>((resolve) => {
      server.hold = (what) =>
        what === 'PUT part 6' ? new Promise(() => resolve()) : Promise.resolve();
    });
    void upload().catch(() => {});
    await reached;
    const storedParts = () => [...server.stored.values()][0]?.parts.size;
    await expect.poll(storedParts).toBeGreaterThanOrEqual(2);
    await page.reload();
    server.hold = async () => {};
    await open();
    expect(await upload()).toEqual({ status: 'ready' });
    expect(bytes().map((each) => each?.equals(contents))).toEqual([true]);
    expect((await reports()).at(-1)?.resumedBytes).toBeGreaterThanOrEqual(2 * partSize);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('continues after a reload with a file of the dialog that is not chosen again', async () => {
    // The dialog cannot be driven by a test; a file of the page's own file system has a handle as well.
    await page.context().addInitScript(() => {
      Object.assign(globalThis, {
        async showOpenFilePicker() {
          const folder = await navigator.storage.getDirectory();
          return [await folder.getFileHandle('film.mp4')];
        },
      });
    });
    await open();
    await page.evaluate(async () => {
      const picked = document.querySelector<HTMLInputElement>('#file')?.files?.[0];
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('film.mp4', { create: true });
      const writable = await handle.createWritable();
      await writable.write(picked ?? '');
      await writable.close();
    });
    const reached = new Promise<void>((resolve) => {
      server.hold = (what) =>
        what === 'PUT part 6' ? new Promise(() => resolve()) : Promise.resolve();
    });
    void page.evaluate((api) => driver.uploadFromDialog(api), server.url).catch(() => {});
    await reached;
    await expect.poll(async () => (await recordsIn(page, 'airlock-files', 'files')).length).toBe(1);
    // No other tab is offered what this one uploads.
    expect(await page.evaluate(() => driver.kept())).toEqual([]);
    await page.reload();
    server.hold = async () => {};
    // The browser releases what the document before the reload held.
    await expect.poll(() => page.evaluate(() => driver.kept())).toHaveLength(1);
    const [kept] = await page.evaluate(() => driver.kept());
    expect(kept).toMatchObject({ name: 'film.mp4', size: contents.length, collection: 'videos' });
    const continued = page.evaluate(
      ([api = '', id = '']) => driver.continueKept(api, id),
      [server.url, kept?.id ?? ''],
    );
    expect(await continued).toEqual({ status: 'ready' });
    expect((await reports()).at(-1)?.resumedBytes).toBeGreaterThanOrEqual(2 * partSize);
    await expect.poll(() => page.evaluate(() => driver.kept())).toEqual([]);
  });

  it('a paused upload in a browser stops, and continues when it is resumed', async () => {
    const reached = new Promise<void>((resolve) => {
      server.hold = (what) => {
        if (what !== 'PUT part 4' || server.count('PUT part 4') > 1) return Promise.resolve();
        resolve();
        return new Promise(() => {});
      };
    });
    const done = upload();
    await reached;
    await page.evaluate(() => driver.pause());
    await expect.poll(async () => (await reports()).at(-1)?.phase).toBe('paused');
    await page.evaluate(() => driver.resume());
    expect(await done).toEqual({ status: 'ready' });
    expect(server.count('PUT part 4')).toBe(2);
  });
});
