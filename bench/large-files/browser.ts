// Serves the page of the bench, and opens one tab of a Chromium in which a file is chosen.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { type Site, serveBuiltPage } from '../../test/built-page.ts';
import { findChromium } from '../../test/page/chromium.ts';
import { collection, type Target } from './large-cloud.ts';
import type { Driver } from './page/main.ts';

declare const driver: Driver;

const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Builds and serves the page, with the two answers that Uppy expects from S3. */
export const startSite = (): Promise<Site> =>
  serveBuiltPage(join(import.meta.dirname, 'page'), {
    '/uppy/create': (query) => {
      const id = query.get('id');
      return `<InitiateMultipartUploadResult><Key>${id}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
    },
    '/uppy/complete': (query) => {
      const id = query.get('id');
      return `<CompleteMultipartUploadResult><Location>/${id}</Location><Key>${id}</Key></CompleteMultipartUploadResult>`;
    },
  });

/** A tab in which a file is chosen. */
export type Tab = NonNullable<Awaited<ReturnType<typeof openTab>>>;

/** Opens the page and chooses the file; undefined when no Chromium is installed. */
export async function openTab({ addresses, user }: Target, site: Site, path: string) {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.locator('#file').setInputFiles(path);
  const target = { api: addresses.api, token: user.token, collection };
  const tab = await page.context().newCDPSession(page);
  const whole = await browser.newBrowserCDPSession();
  await tab.send('Performance.enable');
  return {
    sendByAirlock: (hash: boolean) =>
      page.evaluate((parameters) => driver.sendByAirlock(...parameters), [target, hash] as const),
    sendByUppy: () => page.evaluate((to) => driver.sendByUppy(to), target),
    /** Process ids of renderers, the tab's among them. */
    async rendererPids(): Promise<number[]> {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    },
    /** Bytes of live and dead JavaScript objects now. */
    async heapBytes(): Promise<number> {
      const { metrics } = await tab.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
