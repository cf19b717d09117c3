// One tab of a Chromium of its own, with the file picked, and the processes and the heap behind it.

import { type CDPSession, chromium } from 'playwright-core';
import type { Site } from '../../test/built-page.ts';
import { findChromium } from '../../test/page/chromium.ts';
import { collection, type LargeCloud } from './large-cloud.ts';
import type { Sent } from './node-client.ts';
import type { Driver } from './page/main.ts';

declare const driver: Driver;

/** A tab in which a file is picked. */
export interface Tab extends AsyncDisposable {
  sendByAirlock(hash: boolean): Promise<Sent>;
  sendByUppy(): Promise<Sent>;
  /** Process ids of renderers, the tab's among them. */
  rendererPids(): Promise<number[]>;
  /** Bytes of live and dead JavaScript objects now. */
  heapBytes(): Promise<number>;
}

/** Opens the page and picks the file; undefined where no Chromium is installed. */
export async function openTab(
  { addresses, user }: Pick<LargeCloud, 'addresses' | 'user'>,
  site: Site,
  path: string,
): Promise<Tab | undefined> {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage();
  await page.goto(site.origin);
  await page.locator('#file').setInputFiles(path);
  const target = { api: addresses.api, token: user.token, collection };
  const tab: CDPSession = await page.context().newCDPSession(page);
  const whole = await browser.newBrowserCDPSession();
  await tab.send('Performance.enable');
  return {
    sendByAirlock: (hash) =>
      page.evaluate(([target, hash]) => driver.sendByAirlock(target, hash), [
        target,
        hash,
      ] as const),
    sendByUppy: () => page.evaluate((target) => driver.sendByUppy(target), target),
    async rendererPids() {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    },
    async heapBytes() {
      const { metrics } = await tab.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
