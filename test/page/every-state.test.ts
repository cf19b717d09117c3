// Tests every state of the page with axe and takes its screenshot, in light and dark and on a phone: `npm run screenshots`.
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { sendFiles, walkThroughStates } from './states.ts';
import { it, screenshot, stage } from './visit.ts';

const viewer = 'dora';

beforeAll(async () => {
  if (stage) await sendFiles(viewer);
});

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const looks: Record<string, BrowserContextOptions> = {
  desktop: { ...desktop, colorScheme: 'light' },
  'desktop-dark': { ...desktop, colorScheme: 'dark' },
  phone,
  'phone-dark-german': { ...phone, colorScheme: 'dark', locale: 'de-DE' },
};

/** What axe finds on the page, one line for each kind. */
async function findingsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // The browser's own viewers are not part of the page.
      iframes: false,
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  });
}

it.for(Object.entries(looks))(
  '%s: axe finds nothing in any state',
  async ([look, options], { visit }) => {
    const page = await visit({ ...options, reducedMotion: 'reduce' });
    const findings: string[] = [];
    await walkThroughStates(page, viewer, async (state) => {
      await page.screenshot({ path: screenshot(`${look}-${state}`), animations: 'disabled' });
      for (const finding of await findingsOn(page)) findings.push(`${state}: ${finding}`);
    });
    expect(findings).toEqual([]);
  },
);
