// Tests what the first view of a signed-in person loads, and prints how fast it is on a slow phone.
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { listShown, signIn } from './people.ts';
import { it, stage } from './visit.ts';

/** The most bytes of documents, scripts and styles, compressed. */
const MOST_BYTES = 120 * 1024;
/** Above it, pages count as unstable (web.dev, "Cumulative Layout Shift"). */
const MOST_SHIFT = 0.1;

/** A phone of the middle class: the "slow 4G" of Lighthouse, and a CPU of a quarter of this machine's speed. */
async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 ** 2) / 8,
    uploadThroughput: (750 * 1024) / 8,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

/** The bytes of a file of the site as the CDN compresses it for browsers that take Brotli. */
async function compressedSize(url: string): Promise<number> {
  const body = await (await fetch(url)).arrayBuffer();
  return brotliCompressSync(new Uint8Array(body)).length;
}

it('the first view of a signed-in person loads at most 120 KB and shifts nothing', async ({
  visit,
}) => {
  const page = await visit({ viewport: { width: 360, height: 740 }, isMobile: true });
  await signIn(page, 'carol');
  await listShown(page);
  // The session stays, and nothing else: the page is loaded as on the first visit.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await slowDown(page);
  await page.reload();
  await listShown(page);
  await page.waitForLoadState('networkidle');

  const { loaded, paint, painted, shift } = await measured(page);
  const sizes = await Promise.all(loaded.map(compressedSize));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.info(
    `First view signed in: ${(bytes / 1024).toFixed(1)} KB, LCP ${Math.round(paint)} ms (${painted}), CLS ${shift.toFixed(3)}, at a quarter of the CPU and 1.6 Mbit/s.`,
  );
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  expect(shift).toBeLessThan(MOST_SHIFT);
});

/** What the page has loaded and painted. */
function measured(page: Page) {
  return page.evaluate(async (site) => {
    const entriesOf = (type: string) =>
      new Promise<PerformanceEntryList>((resolve) => {
        new PerformanceObserver((list, observer) => {
          observer.disconnect();
          resolve(list.getEntries());
        }).observe({ type, buffered: true });
        // An observer of a type without entries is never called.
        setTimeout(() => resolve([]), 1_000);
      });
    const shifts = (await entriesOf('layout-shift')) as (PerformanceEntry & { value: number })[];
    const paints = (await entriesOf('largest-contentful-paint')) as (PerformanceEntry & {
      element?: Element | null;
    })[];
    return {
      loaded: [
        location.href,
        ...performance.getEntriesByType('resource').map(({ name }) => name),
      ].filter((name) => name.startsWith(site)),
      paint: paints.at(-1)?.startTime ?? 0,
      painted: paints.at(-1)?.element?.outerHTML.slice(0, 80) ?? 'nothing',
      shift: shifts.reduce((sum, { value }) => sum + value, 0),
    };
  }, stage?.site ?? '');
}

it('the welcome is painted before the configuration and the session’s library are there', async ({
  visit,
}) => {
  const page = await visit({ viewport: { width: 360, height: 740 }, isMobile: true });
  await page.getByTestId('sign-in').waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await slowDown(page);
  await page.reload();
  await page.getByTestId('sign-in').waitFor();
  await page.waitForLoadState('networkidle');
  const { paint, painted, shift } = await measured(page);
  console.info(
    `First view signed out: LCP ${Math.round(paint)} ms (${painted}), CLS ${shift.toFixed(3)}, at a quarter of the CPU and 1.6 Mbit/s.`,
  );
  expect(shift).toBeLessThan(MOST_SHIFT);

  const configuration = await hold(page, '**/config.json');
  const session = await hold(page, '**/assets/sign-in-*.js');
  await reloadDocument(page);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // The button waits for both.
  await page.getByTestId('sign-in').click();
  configuration.release();
  session.release();
  await page.getByRole('button', { name: 'Alice' }).waitFor();
  await page.unrouteAll({ behavior: 'wait' });
});

it('the largest text of the first view is painted before the code of the view is there', async ({
  visit,
}) => {
  const page = await visit({ viewport: { width: 360, height: 740 }, isMobile: true });
  await signIn(page, 'carol');
  await listShown(page);
  const view = await hold(page, '**/assets/signed-in-view-*.js');
  await reloadDocument(page);
  await page.locator('#offer').filter({ hasText: 'up to' }).waitFor();
  await expect.poll(() => largestText(page)).toBe('offer');
  view.release();
  await listShown(page);
  await page.locator('.uppy-Dashboard-browse').waitFor();
  await page.waitForLoadState('networkidle');
  expect(await largestText(page)).toBe('offer');
  await page.unrouteAll({ behavior: 'wait' });
});

/** The id of the element that was the largest to be painted, once any was. */
const largestText = (page: Page): Promise<string | undefined> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list, observer) => {
          observer.disconnect();
          const last = list.getEntries().at(-1) as { element?: Element | null } | undefined;
          resolve(last?.element?.id);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );

it('the parts of the first view are loaded side by side, and the list waits for no Dashboard', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const configuration = await hold(page, '**/config.json');
  const dashboard = await hold(page, '**/assets/uploads-*.js');
  const asked = page.waitForRequest(/\/assets\/signed-in-view-[^/]*\.js$/);
  await reloadDocument(page);
  await asked;
  configuration.release();
  await listShown(page);
  expect(await page.locator('.uppy-Dashboard-browse').count()).toBe(0);
  dashboard.release();
  await page.locator('.uppy-Dashboard-browse').waitFor();
  await page.unrouteAll({ behavior: 'wait' });
});

/** Waits for the document alone: it is complete only once all that it preloads is there. */
const reloadDocument = (page: Page) => page.reload({ waitUntil: 'commit' });

/** Holds the requests of a pattern back until `release`. */
async function hold(page: Page, pattern: string): Promise<{ release(): void }> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(pattern, async (route) => {
    await released;
    await route.continue();
  });
  return { release };
}
