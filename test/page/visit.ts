// Every page test starts here: fresh browser contexts, each watched for faults that no visitor should cause.
import { join } from 'node:path';
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';

/** Undefined where no Chromium is installed. */
export const stage = inject('stage');

/** Artifacts for people: how the page looks, and how it looked when a test failed. */
export const screenshot = (name: string): string =>
  join(import.meta.dirname, '..', '..', 'dist', 'screenshots', `${name}.png`);

/** Console errors that are none, each with the reason. */
const benign: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: new RegExp(`status of 409.*\\(${stage?.api}/files/[\\w-]+\\)$`),
    reason: 'An edit that came too late, which the page tells in words.',
  },
  {
    pattern: new RegExp(`status of 404.*\\(${stage?.issuer}/favicon\\.ico\\)$`),
    reason: 'Browsers ask for an icon unasked; the sign-in page of the local issuer has none.',
  },
  {
    pattern: new RegExp(`status of 400.*\\(${stage?.api}/files\\)$`),
    reason:
      'A whole hash is claimed first; a server that takes parts at this size asks for theirs.',
  },
  {
    pattern: new RegExp(`status of 403.*\\(${stage?.api}/files\\)$`),
    reason: 'A refusal, which the page tells in words.',
  },
  {
    pattern: new RegExp(`status of 404.*\\(${stage?.api}/files/[\\w-]+\\)$`),
    reason: 'After a reload the page asks whether what it had under way is still wanted.',
  },
  {
    pattern: /net::ERR_INTERNET_DISCONNECTED/,
    reason: 'The test has taken the network away.',
  },
];

const isBenign = (fault: string): boolean => benign.some(({ pattern }) => pattern.test(fault));

/** Collects what goes wrong on any page of `context`: script errors, console errors, CSP violations. */
export async function watchFaults(context: BrowserContext): Promise<readonly string[]> {
  const faults: string[] = [];
  const add = (fault: string) => {
    if (!isBenign(fault)) faults.push(fault);
  };
  context.on('weberror', (error) => add(`page error: ${error.error().stack}`));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    add(`console error: ${message.text()} (${message.location().url})`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP violation: ${event.effectiveDirective} blocked ${event.blockedURI}`);
    });
  });
  return faults;
}

/** The one browser of all tests; undefined where there is none. */
export const browser = stage && (await chromium.connect(stage.browserEndpoint));
afterAll(() => browser?.close());

/** A test with `visit`: opens the site in a fresh context. At the end no context may have had a fault. */
const visiting = test.extend('visit', async ({ task }, { onCleanup }) => {
  const visits: { readonly page: Page; readonly faults: readonly string[] }[] = [];
  onCleanup(async () => {
    if (task.result?.state === 'fail') await keepLastSight(visits.map(({ page }) => page));
    await Promise.all(visits.map(({ page }) => page.context().close()));
    expect(visits.flatMap(({ faults }) => faults)).toEqual([]);
  });

  return async (options: BrowserContextOptions = {}): Promise<Page> => {
    if (!stage || !browser) throw new Error('A page test runs without a browser.');
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    const faults = await watchFaults(context);
    const page = await context.newPage();
    visits.push({ page, faults });
    await page.goto(stage.site);
    return page;
  };

  async function keepLastSight(pages: readonly Page[]): Promise<void> {
    for (const [index, page] of pages.entries()) {
      const name = `failed-${task.name.replace(/\W+/g, '-')}-${index}`;
      await page.screenshot({ path: screenshot(name), fullPage: true }).catch(() => {});
    }
  }
});

/** Page tests; skipped, loudly, where no Chromium is installed. */
export const it = stage ? visiting : visiting.skip;
