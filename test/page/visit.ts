// Extends `test` with `visit`: opens fresh browser contexts and fails on script errors, console errors and CSP violations.
import { join } from 'node:path';
import {
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { WAIT_MS } from '../time-limits.ts';
import { deleteFilesSince } from './delete-files.ts';

/** Undefined where no Chromium is installed. */
export const stage = inject('stage');

/** The path of a screenshot: of the page's looks, or of a failed test. */
export const screenshot = (name: string): string =>
  join(import.meta.dirname, '..', '..', 'dist', 'screenshots', `${name}.png`);

/** Expected console errors, each with the reason. */
const benign: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: new RegExp(`status of 409.*\\(${stage?.api}/files/[\\w-]+\\)$`),
    reason: 'An edit conflict, which the page shows as a message.',
  },
  {
    pattern: new RegExp(`status of 409.*\\(${stage?.api}/files\\?.*sort=(?:name|size)`),
    reason: 'A list that is too long for its order, which the page says in words.',
  },
  {
    pattern: /status of 404.*\(http:\/\/127\.0\.0\.1:\d+\/favicon\.ico\)$/,
    reason: 'Browsers request an icon by default; the sign-in page of a local issuer has none.',
  },
  {
    pattern: new RegExp(`status of 400.*\\(${stage?.api}/files\\)$`),
    reason:
      'The client claims a hash of the whole file first; for multipart uploads the server requires hashes of the parts.',
  },
  {
    pattern: new RegExp(`status of 403.*\\(${stage?.api}/files\\)$`),
    reason: 'A refusal, which the page shows as a message.',
  },
  {
    pattern: new RegExp(`status of 404.*\\(${stage?.api}/files/[\\w-]+\\)$`),
    reason:
      'After a reload, the page reads the files of its interrupted uploads, some of which were deleted.',
  },
  {
    pattern: new RegExp(`status of 404.*\\(${stage?.api}/files/[\\w-]+/(?:grants|links)\\)$`),
    reason: 'A test deletes a file while its dialog still loads the grants and links.',
  },
  {
    pattern: new RegExp(`status of 404.*\\(${stage?.site}/no/such\\.html\\)$`),
    reason: 'A test opens a path that does not exist.',
  },
  {
    pattern: new RegExp(`status of 404.*\\(${stage?.api}/links/[\\w-]+\\)$`),
    reason: 'A link that no longer works, whose page says so.',
  },
  {
    pattern: /status of 410.*\(http:\/\/127\.0\.0\.1:\d+\/links\/[\w-]+\)$/,
    reason: 'A link under the name of a site that no longer works, whose page says so.',
  },
  {
    pattern: new RegExp(`status of 403.*\\(${stage?.api}/principals/lookups\\)$`),
    reason: 'A test lets the directory refuse.',
  },
  {
    pattern: new RegExp(`status of 40[13].*\\(${stage?.api}/files\\?`),
    reason: 'A test refuses a page of a list, or ends the session.',
  },
  {
    pattern: new RegExp(`status of 403.*\\(${stage?.api}/deletions\\)$`),
    reason: 'A test refuses one of several requests that delete.',
  },
  {
    pattern: new RegExp(`status of 403.*\\(${stage?.s3}/[^?]*\\.wav\\?`),
    reason: 'A test ends the link of a recording.',
  },
  {
    pattern: new RegExp(`status of 503.*\\(${stage?.api}/files\\)$`),
    reason: 'A test lets the server be busy.',
  },
  {
    pattern: new RegExp(`(?:status of (?:429|503)|net::ERR_FAILED).*\\(${stage?.issuer}/token\\)$`),
    reason: 'A test lets the issuer fail when a session is renewed.',
  },
  {
    pattern: /net::ERR_INTERNET_DISCONNECTED/,
    reason: 'The test has disconnected the network.',
  },
];

const isBenign = (fault: string): boolean => benign.some(({ pattern }) => pattern.test(fault));

/** Collects the faults on any page of `context`: script errors, console errors, CSP violations. */
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

/** The browser that all tests share; undefined where no Chromium is installed. */
export const browser = stage && (await chromium.connect(stage.browserEndpoint));
afterAll(() => browser?.close());

/**
 * A test with `visit`, which opens the site in a fresh context. Fails at the end if any context had a fault. What a failed
 * attempt has uploaded is deleted, because the next one uses the same names and the same quota.
 */
const visiting = test.extend('visit', async ({ task }, { onCleanup }) => {
  const began = new Date();
  const visits: { readonly page: Page; readonly faults: readonly string[] }[] = [];
  onCleanup(async () => {
    const isFailed = task.result?.state === 'fail';
    if (isFailed) await takeFailureScreenshots(visits.map(({ page }) => page));
    await Promise.all(visits.map(({ page }) => page.context().close()));
    const faults = visits.flatMap((each) => each.faults);
    if (stage && (isFailed || faults.length > 0)) await deleteFilesSince(stage, began);
    // As one text, which the closing lines then show.
    expect(faults.join('\n')).toBe('');
  });

  return async (options: BrowserContextOptions = {}): Promise<Page> => {
    if (!stage || !browser) throw new Error('A page test runs without a browser.');
    const context = await browser.newContext(options);
    context.setDefaultTimeout(WAIT_MS);
    const faults = await watchFaults(context);
    const page = await context.newPage();
    visits.push({ page, faults });
    await page.goto(stage.site);
    return page;
  };

  async function takeFailureScreenshots(pages: readonly Page[]): Promise<void> {
    for (const [index, page] of pages.entries()) {
      const name = `failed-${task.name.replace(/\W+/g, '-')}-${index}`;
      await page.screenshot({ path: screenshot(name), fullPage: true }).catch(() => {});
    }
  }
});

/** Page tests; skipped, loudly, where no Chromium is installed. */
export const it = stage ? visiting : visiting.skip;
