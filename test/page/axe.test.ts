// Tests every state of the page with axe, in light and dark and on a phone.
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { sendFiles, walkThroughStates } from './states.ts';
import { it, stage } from './visit.ts';

const viewer = 'dora';

beforeAll(async () => {
  if (stage) await sendFiles(viewer);
});

const looks: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'a phone in German': {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    locale: 'de-DE',
  },
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
  'axe finds nothing in any state, in %s',
  async ([, look], { visit }) => {
    const page = await visit({ ...look, reducedMotion: 'reduce' });
    const findings: string[] = [];
    await walkThroughStates(page, viewer, async (name) => {
      for (const finding of await findingsOn(page)) findings.push(`${name}: ${finding}`);
    });
    expect(findings).toEqual([]);
  },
);
